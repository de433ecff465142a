import { describe, expect, it } from "vitest";
import type { BlueprintPermissions } from "../schema";
import {
  readingOf,
  registerRefusals,
  rightsOn,
  unregisterRefusals,
  updateRefusals,
  type Guarded,
  type Written,
} from "./entity-access";
import type { Grantee } from "./permissions";

const who = (parts: Partial<Grantee> = {}): Grantee => ({
  admin: false,
  email: "ann@example.com",
  teams: ["red"],
  moderates: [],
  ...parts,
});
const ANN = who();
const BEN = who({ email: "ben@example.com", teams: ["blue"] });
const MODERATOR = who({ email: "mo@example.com", teams: [], moderates: ["service"] });
const ADMIN = who({ email: "root@example.com", teams: [], admin: true });
const CLIENT = who({ email: null, teams: [] });

const guarded = (entities?: BlueprintPermissions["entities"]): Guarded => ({
  identifier: "service",
  definition: {
    identifier: "service",
    title: "Service",
    schema: { properties: { language: { type: "string" }, tier: { type: "number", default: 3 } } },
    relations: { uses: { target: "service", many: true } },
    calculationProperties: { half: { calculation: ".properties.tier / 2", type: "number" } },
  },
  permissions: entities ? { entities } : null,
});
const entity = (parts: Partial<Written> = {}): Written => ({
  identifier: "a",
  title: "A",
  icon: null,
  team: ["red"],
  properties: {},
  relations: {},
  ...parts,
});
const paths = (refusals: { path: (string | number)[] }[]) => refusals.map(({ path }) => path.join("."));

describe("reading", () => {
  it("is everybody's until somebody sets it", () => {
    for (const permissions of [undefined, {}, { update: { roles: ["Admin"] } }])
      expect(readingOf(guarded(permissions), CLIENT)).toEqual({ all: true });
  });

  it("is then for whom it names, for administrators and for the blueprint's moderators", () => {
    const set = guarded({ read: { users: ["Ann@Example.com"], teams: ["green"], roles: ["env-moderator"] } });
    for (const somebody of [
      ANN,
      ADMIN,
      MODERATOR,
      who({ email: "x@example.com", teams: ["green"] }),
      who({ email: null, teams: [], moderates: ["env"] }),
    ])
      expect(readingOf(set, somebody)).toEqual({ all: true });
    expect(readingOf(set, BEN)).toEqual({ all: false, ofTeams: [], policy: null });
    expect(readingOf(guarded({ read: { roles: ["Admin"] } }), BEN)).toEqual({
      all: false,
      ofTeams: [],
      policy: null,
    });
    expect(readingOf(guarded({ read: { roles: ["Member"] } }), CLIENT)).toEqual({ all: true });
  });

  it("comes with a grant to write that somebody has set", () => {
    for (const write of [
      { register: { teams: ["blue"] } },
      { unregister: { users: ["ben@example.com"] } },
      { updateProperties: { tier: { teams: ["blue"] } } },
      { updateRelations: { uses: { teams: ["blue"] } } },
    ])
      expect(readingOf(guarded({ read: { roles: ["Admin"] }, ...write }), BEN)).toEqual({ all: true });
    expect(
      readingOf(guarded({ read: { roles: ["Admin"] }, update: { ownedByTeam: true } }), BEN),
    ).toMatchObject({
      all: false,
      ofTeams: ["blue"],
    });
  });

  it("has the hits of the policy beside it, and none of a policy without rules", () => {
    const policy = { combinator: "and", rules: [{ property: "tier", operator: "=", value: 1 }] };
    expect(readingOf(guarded({ read: { ownedByTeam: true, policy } }), BEN)).toEqual({
      all: false,
      ofTeams: ["blue"],
      policy,
    });
    const nothing = { combinator: "and", rules: [] };
    for (const none of [nothing, { combinator: "or", rules: [nothing] }])
      expect(readingOf(guarded({ read: { policy: none } }), BEN)).toEqual({
        all: false,
        ofTeams: [],
        policy: null,
      });
  });
});

describe("without permissions", () => {
  it("members write what their teams own and what no team owns, administrators and moderators all", () => {
    const open = guarded();
    const owned = entity();
    const free = entity({ team: [] });
    const changed = (of: Written) => ({ ...of, title: "B" });
    for (const somebody of [ANN, ADMIN, MODERATOR]) {
      expect(registerRefusals(open, somebody, owned)).toEqual([]);
      expect(updateRefusals(open, somebody, owned, changed(owned))).toEqual([]);
      expect(unregisterRefusals(open, somebody, owned)).toEqual([]);
    }
    for (const somebody of [BEN, CLIENT]) {
      expect(registerRefusals(open, somebody, owned)).toHaveLength(1);
      expect(updateRefusals(open, somebody, owned, changed(owned))).toHaveLength(1);
      expect(unregisterRefusals(open, somebody, owned)).toHaveLength(1);
      expect(registerRefusals(open, somebody, free)).toEqual([]);
      expect(updateRefusals(open, somebody, free, changed(free))).toEqual([]);
      expect(unregisterRefusals(open, somebody, free)).toEqual([]);
    }
  });

  it("nobody gives away to a team of others, or takes from one", () => {
    expect(updateRefusals(guarded(), ANN, entity(), entity({ team: ["blue"] }))).toHaveLength(1);
    expect(updateRefusals(guarded(), ANN, entity({ team: ["blue"] }), entity())).toHaveLength(1);
    expect(updateRefusals(guarded(), ANN, entity(), entity({ team: ["red", "blue"] }))).toEqual([]);
  });
});

describe("a grant that is set", () => {
  it("holds exactly: owners have no more than it says", () => {
    const closed = guarded({
      register: { teams: ["blue"] },
      update: { roles: ["Admin"] },
      unregister: { ownedByTeam: true },
    });
    expect(registerRefusals(closed, ANN, entity())[0]?.message).toContain(
      'You may not create entities of "service"',
    );
    expect(registerRefusals(closed, BEN, entity())).toEqual([]);
    expect(updateRefusals(closed, ANN, entity(), entity({ title: "B" }))).toHaveLength(1);
    expect(unregisterRefusals(closed, ANN, entity())).toEqual([]);
    expect(unregisterRefusals(closed, BEN, entity())).toHaveLength(1);
    expect(unregisterRefusals(closed, ANN, entity({ team: [] }))).toHaveLength(1);
  });

  it("for one property leaves the rest to the default rule", () => {
    const set = guarded({ updateProperties: { tier: { teams: ["blue"] } } });
    const before = entity({ properties: { tier: 1, language: "Go" } });
    const after = (properties: Record<string, unknown>) => entity({ properties });
    expect(updateRefusals(set, ANN, before, after({ tier: 1, language: "C" }))).toEqual([]);
    expect(paths(updateRefusals(set, ANN, before, after({ tier: 2, language: "C" })))).toEqual([
      "properties.tier",
    ]);
    expect(updateRefusals(set, BEN, before, after({ tier: 2, language: "Go" }))).toEqual([]);
    expect(updateRefusals(set, BEN, before, after({ tier: 2, language: "C" }))).toHaveLength(1);
    expect(
      updateRefusals(set, BEN, before, { ...after({ tier: 2, language: "Go" }), title: "B" }),
    ).toHaveLength(1);
  });

  it("to update covers what has a grant of its own", () => {
    const set = guarded({
      update: { ownedByTeam: true },
      updateProperties: { tier: { roles: ["Admin"] } },
      updateRelations: { uses: { users: ["ben@example.com"] } },
    });
    const before = entity();
    expect(updateRefusals(set, ANN, before, entity({ properties: { tier: 1 } }))).toEqual([]);
    expect(updateRefusals(set, BEN, before, entity({ relations: { uses: ["b"] } }))).toEqual([]);
    expect(paths(updateRefusals(set, BEN, before, entity({ properties: { tier: 1 } })))).toEqual([
      "properties.tier",
    ]);
    expect(paths(updateRefusals(set, BEN, before, entity({ properties: { language: "C" } })))).toEqual([""]);
  });

  it("is asked for what really changes alone: not for computed values, nor for nothing", () => {
    const set = guarded({ updateProperties: { tier: { teams: ["blue"] } }, update: { roles: ["Admin"] } });
    const before = entity({ properties: { tier: 1, half: 0.5 }, relations: { uses: [] } });
    expect(
      updateRefusals(set, BEN, before, entity({ properties: { tier: 2, half: 1, language: null } })),
    ).toEqual([]);
    expect(updateRefusals(set, BEN, before, before)).toHaveLength(1);
  });

  it("for a property holds at creation too, unless it has its default", () => {
    const set = guarded({
      register: { roles: ["Member"] },
      updateProperties: { tier: { roles: ["Admin"] } },
      updateRelations: { uses: { teams: ["blue"] } },
    });
    expect(registerRefusals(set, ANN, entity({ properties: { tier: 3 } }))).toEqual([]);
    expect(
      paths(registerRefusals(set, ANN, entity({ properties: { tier: 1 }, relations: { uses: ["b"] } }))),
    ).toEqual(["properties.tier", "relations.uses"]);
    expect(paths(registerRefusals(set, BEN, entity({ properties: {}, relations: { uses: ["b"] } })))).toEqual(
      ["properties.tier"],
    );
    expect(registerRefusals(set, MODERATOR, entity({ properties: { tier: 1 } }))).toEqual([]);
  });
});

describe("what a page greys out", () => {
  it("is what the checks refuse", () => {
    const set = guarded({
      unregister: { roles: ["Admin"] },
      updateProperties: { tier: { teams: ["blue"] } },
    });
    expect(rightsOn(set, ANN, ["red"])).toEqual({
      register: true,
      update: true,
      unregister: false,
      properties: { language: true, tier: false },
      relations: { uses: true },
    });
    expect(rightsOn(set, BEN, ["red"])).toEqual({
      register: true,
      update: false,
      unregister: false,
      properties: { language: false, tier: true },
      relations: { uses: false },
    });
    expect(rightsOn(set, ANN, null)).toMatchObject({
      register: true,
      unregister: false,
      properties: { language: true, tier: false },
    });
    expect(Object.values(rightsOn(set, ADMIN, ["red"]).properties)).toEqual([true, true]);
  });
});
