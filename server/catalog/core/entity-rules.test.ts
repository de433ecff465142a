import { describe, expect, it } from "vitest";
import type { BlueprintDefinition } from "../schema";
import { draftOf, shownBy, teamsFrom } from "./entity-rules";
import { entityCreateSchema, entityPatchSchema } from "./entity-schema";

const service: BlueprintDefinition = {
  identifier: "service",
  title: "Service",
  schema: {
    properties: { name: { type: "string", title: "Name" }, size: { type: "number", default: 2 } },
    required: ["name"],
  },
  relations: {
    owner: { target: "team", title: "Owner", required: true, many: false },
    uses: { target: "service", required: false, many: true },
  },
};
const stored = {
  identifier: "a",
  title: "A",
  icon: "Box",
  team: ["t"],
  properties: { name: "n", size: 9 },
  relations: { owner: "x", uses: ["b", "c"] },
};
const at = (issues: { path: PropertyKey[] }[]) => issues.map((issue) => issue.path.join("."));

describe("an entity that is written as a whole", () => {
  it("has defaults, and each team and target once", () => {
    const { draft, issues } = draftOf(
      service,
      {
        identifier: "a",
        team: ["t", "t", ""],
        properties: { name: "n" },
        relations: { owner: "x", uses: ["b", "b"] },
      },
      null,
    );
    expect(issues).toEqual([]);
    expect(draft).toEqual({
      identifier: "a",
      title: null,
      icon: null,
      team: ["t"],
      properties: { name: "n", size: 2 },
      relations: { owner: ["x"], uses: ["b"] },
    });
  });

  it("is refused at each fault", () => {
    const { issues } = draftOf(
      service,
      { properties: { size: "1", other: 1 }, relations: { uses: "b", nothing: "x", constructor: "x" } },
      null,
    );
    expect(at(issues)).toEqual([
      "properties.name",
      "properties.size",
      "properties.other",
      "relations.uses",
      "relations.nothing",
      "relations.constructor",
      "relations.owner",
    ]);
    expect(issues.at(-1)?.message).toBe('"owner" (Owner) is required: name an entity of "team".');
    expect(
      at(draftOf(service, { properties: { name: "n" }, relations: { owner: ["x"] } }, null).issues),
    ).toEqual(["relations.owner"]);
    expect(
      at(draftOf(service, { properties: { name: "n" }, relations: { owner: null } }, null).issues),
    ).toEqual(["relations.owner"]);
  });
});

describe("an entity that is changed", () => {
  it("keeps what is not given and takes no defaults", () => {
    const { draft, issues } = draftOf(
      service,
      { properties: { size: null }, relations: { uses: [] } },
      stored,
    );
    expect(issues).toEqual([]);
    expect(draft).toEqual({
      ...stored,
      properties: { name: "n", size: null },
      relations: { owner: ["x"], uses: [] },
    });
  });
  it("loses title, icon and team by null, and may be renamed", () => {
    expect(
      draftOf(service, { identifier: "b", title: null, icon: null, team: null }, stored).draft,
    ).toMatchObject({ identifier: "b", title: null, icon: null, team: [] });
  });
  it("may not lose what is required", () => {
    expect(
      at(draftOf(service, { properties: { name: null }, relations: { owner: null } }, stored).issues),
    ).toEqual(["properties.name", "relations.owner"]);
  });
});

it("shows what the blueprint has, and no more", () => {
  expect(shownBy(service, { name: "n", gone: 1 }, { owner: ["x"], gone: ["y"] })).toEqual({
    properties: { name: "n" },
    relations: { owner: "x", uses: [] },
  });
  expect(shownBy(service, {}, {})).toEqual({ properties: {}, relations: { owner: null, uses: [] } });
});

it("reads teams in every published form", () => {
  expect([
    teamsFrom("a"),
    teamsFrom(["a", "b"]),
    teamsFrom(""),
    teamsFrom(null),
    teamsFrom(undefined),
    teamsFrom([]),
  ]).toEqual([["a"], ["a", "b"], [], [], [], []]);
});

describe("the shape of an entity", () => {
  const refused = (schema: typeof entityCreateSchema | typeof entityPatchSchema, input: unknown) =>
    at(schema.safeParse(input).error?.issues ?? []);

  it("ignores unknown keys on creation and refuses them in a change, as published", () => {
    expect(entityCreateSchema.parse({ identifier: "a", blueprint: "b", createdAt: "x" })).toEqual({
      identifier: "a",
    });
    expect(entityPatchSchema.safeParse({ filter: 1 }).error?.issues[0]?.message).toContain(
      'There is no key "filter"',
    );
  });
  it.each(["Sprint 1", "a#b", "", ".", "..", "x".repeat(1001)])("refuses the identifier %j", (identifier) =>
    expect(refused(entityCreateSchema, { identifier })).toEqual(["identifier"]),
  );
  it.each(["a/b", "é", "a=b:c@d+e", "x".repeat(1000), "..."])("takes the identifier %j", (identifier) =>
    expect(refused(entityCreateSchema, { identifier })).toEqual([]),
  );
  it("takes null for title and icon in a change only", () => {
    expect(refused(entityCreateSchema, { icon: null, title: null })).toEqual(["title", "icon"]);
    expect(refused(entityPatchSchema, { icon: null, title: null, team: null })).toEqual([]);
  });
});
