import { describe, expect, it } from "vitest";
import type { BlueprintDefinition } from "../schema";
import { filled, mergePermissions, permissionIssues, permissionsSchema } from "./permissions";

const SERVICE: BlueprintDefinition = {
  identifier: "service",
  title: "Service",
  schema: { properties: { language: { type: "string" }, tier: { type: "string" } } },
  relations: { uses: { target: "service", many: true, required: false } },
};
const KNOWN = {
  users: new Set(["ann@example.com"]),
  teams: new Set(["red"]),
  blueprints: new Set(["service", "Env"]),
};
const at = (permissions: unknown) =>
  permissionIssues(SERVICE, permissionsSchema.parse(permissions), KNOWN).map(({ path }) => path.join("."));

describe("permissions as they are sent", () => {
  it("may leave every part out, and have none that is not published", () => {
    expect(permissionsSchema.safeParse({}).success).toBe(true);
    expect(
      permissionsSchema.safeParse({ entities: { read: { policy: { combinator: "and", rules: [] } } } })
        .success,
    ).toBe(true);
    for (const wrong of [
      { entity: {} },
      { entities: { write: {} } },
      { entities: { read: { role: [] } } },
      { entities: { update: { policy: {} } } },
      { entities: { read: { roles: "Admin" } } },
      { entities: { read: { ownedByTeam: "yes" } } },
      { entities: { updateProperties: { language: { policy: {} } } } },
      [],
    ])
      expect(permissionsSchema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  });

  it("may name only what there is", () => {
    expect(
      at({
        entities: {
          read: { users: ["ANN@example.com", "eve@example.com"], teams: ["red", "blue"] },
          register: { roles: ["Admin", "Member", "service-moderator", "Env-moderator", "env-moderator"] },
          updateProperties: { language: { roles: ["Owner"] }, $title: {}, uses: {} },
          updateRelations: { uses: {}, constructor: {} },
        },
      }),
    ).toEqual([
      "entities.updateProperties.$title",
      "entities.updateProperties.uses",
      "entities.updateRelations.constructor",
      "entities.read.users.1",
      "entities.read.teams.1",
      "entities.register.roles.4",
      "entities.updateProperties.language.roles.0",
    ]);
  });
});

describe("permissions as they are given out", () => {
  it("have every part: what nobody has set has its default", () => {
    const owners = { users: [], roles: ["service-moderator", "Admin"], teams: [], ownedByTeam: true };
    expect(filled("service", null)).toEqual({
      entities: {
        read: { users: [], roles: ["service-moderator", "Admin", "Member"], teams: [], ownedByTeam: false },
        register: owners,
        update: owners,
        unregister: owners,
        updateProperties: {},
        updateRelations: {},
      },
    });
    expect(
      filled("service", { entities: { unregister: { teams: ["red"] }, updateProperties: { tier: {} } } })
        .entities,
    ).toMatchObject({
      unregister: { users: [], roles: [], teams: ["red"], ownedByTeam: false },
      updateProperties: { tier: { users: [], roles: [], teams: [], ownedByTeam: false } },
    });
  });
});

describe("a partial change", () => {
  it("replaces the parts that it gives of the grants that it names", () => {
    const first = mergePermissions("service", null, {
      entities: { read: { teams: ["red"] }, updateProperties: { tier: { users: ["ann@example.com"] } } },
    });
    expect(first).toEqual({
      entities: {
        read: {
          users: [],
          roles: ["service-moderator", "Admin", "Member"],
          teams: ["red"],
          ownedByTeam: false,
        },
        updateProperties: { tier: { users: ["ann@example.com"], roles: [], teams: [], ownedByTeam: false } },
      },
    });
    const second = mergePermissions("service", first, {
      entities: {
        read: { roles: ["Admin"] },
        updateProperties: { tier: { teams: ["red"] }, language: { roles: ["Member"] } },
      },
    });
    expect(second.entities.read).toEqual({ users: [], roles: ["Admin"], teams: ["red"], ownedByTeam: false });
    expect(second.entities.updateProperties).toEqual({
      tier: { users: ["ann@example.com"], roles: [], teams: ["red"], ownedByTeam: false },
      language: { users: [], roles: ["Member"], teams: [], ownedByTeam: false },
    });
    expect(second.entities.update).toBeUndefined();
  });

  it("that names nothing changes nothing", () => {
    expect(mergePermissions("service", null, {})).toEqual({ entities: {} });
  });
});
