import { describe, expect, it } from "vitest";
import type { BlueprintDefinition } from "../schema";
import { definitionIssues, immutableIssues, mergeBlueprint, removedKeys } from "./blueprint-rules";
import { blueprintCreateSchema, blueprintPatchSchema } from "./blueprint-schema";

const base: BlueprintDefinition = {
  identifier: "service",
  title: "Service",
  schema: { properties: { a: { type: "string" } } },
};
const relation = (target: string, many = false) => ({ target, many, required: false });
const pathsOf = (issues: { path: PropertyKey[] }[]) => issues.map((issue) => issue.path.join("."));
const faults = (input: unknown) => {
  const parsed = blueprintCreateSchema.safeParse(input);
  return parsed.success ? [] : pathsOf(parsed.error.issues);
};

describe("a blueprint's shape", () => {
  it("keeps every published and every further key", () => {
    const full = {
      ...base,
      identifier: "é@_.+:\\/-9",
      description: "d".repeat(200),
      relations: { "a-b": { ...relation("x"), title: "X", description: "d" } },
      mirrorProperties: { m: { path: "a-b.c.$title", title: "M" } },
      calculationProperties: {
        c: { type: "string", calculation: ".identifier", colorized: true, colors: { a: "lime" } },
      },
      aggregationProperties: {
        n: {
          title: "N",
          type: "number",
          target: "x",
          calculationSpec: { calculationBy: "entities", func: "count" },
          pathFilter: [{ path: ["r"] }],
        },
      },
      ownership: { type: "Inherited", path: "a-b" },
      changelogDestination: { type: "WEBHOOK", url: "https://example.com/x", agent: true },
      includeInGlobalSearch: true,
    };
    expect(blueprintCreateSchema.parse(full)).toEqual(full);
  });

  it.each([
    [{ ...base, identifier: undefined }, "identifier"],
    [{ ...base, identifier: ".." }, "identifier"],
    [{ ...base, identifier: "a b" }, "identifier"],
    [{ ...base, identifier: "x".repeat(101) }, "identifier"],
    [{ ...base, title: "" }, "title"],
    [{ ...base, title: "x".repeat(101) }, "title"],
    [{ ...base, title: undefined }, "title"],
    [{ ...base, description: "x".repeat(201) }, "description"],
    [{ ...base, icon: null }, "icon"],
    [{ ...base, schema: undefined }, "schema"],
    [{ ...base, schema: { properties: { n: { type: "integer" } } } }, "schema.properties.n.type"],
    [{ ...base, schema: { properties: {}, extra: 1 } }, "schema"],
    [{ ...base, relations: { r: { target: "x", many: true } } }, "relations.r.required"],
    [{ ...base, relations: { r: { target: "x", many: true, required: true } } }, "relations.r.required"],
    [{ ...base, relations: { "a.b": relation("x") } }, "relations.a.b"],
    [{ ...base, mirrorProperties: { m: { path: "title" } } }, "mirrorProperties.m.path"],
    [
      { ...base, calculationProperties: { c: { type: "integer", calculation: "." } } },
      "calculationProperties.c.type",
    ],
    [
      { ...base, calculationProperties: { c: { type: "string", calculation: ".", colors: { a: "mauve" } } } },
      "calculationProperties.c.colors.a",
    ],
    [
      {
        ...base,
        aggregationProperties: {
          n: { title: "N", target: "x", calculationSpec: { calculationBy: "entities", func: "sum" } },
        },
      },
      "aggregationProperties.n.calculationSpec",
    ],
    [{ ...base, ownership: { type: "Inherited" } }, "ownership"],
    [{ ...base, changelogDestination: { type: "MAIL" } }, "changelogDestination"],
  ])("refuses %j", (input, path) => expect(faults(input)).toEqual([path]));
});

describe("what a blueprint says of others", () => {
  const known = new Map<string, BlueprintDefinition>([
    ["team", { identifier: "team", title: "Team", schema: { properties: {} } }],
    [
      "owner",
      {
        identifier: "owner",
        title: "Owner",
        schema: { properties: {} },
        relations: { team: relation("team") },
      },
    ],
  ]);
  const issues = (over: Partial<BlueprintDefinition>) =>
    pathsOf(definitionIssues({ ...base, ...over }, known));

  it("follows relations of others and of its own", () => {
    expect(
      issues({
        relations: { owner: relation("owner"), self: relation("service") },
        mirrorProperties: { t: { path: "owner.team.$title" }, s: { path: "self.self.a" } },
      }),
    ).toEqual([]);
  });
  it("refuses what leads nowhere", () => {
    expect(issues({ relations: { x: relation("nothing") } })).toEqual(["relations.x.target"]);
    expect(issues({ mirrorProperties: { t: { path: "owner.$title" } } })).toEqual([
      "mirrorProperties.t.path",
    ]);
    expect(
      issues({
        relations: { owner: relation("owner") },
        mirrorProperties: { t: { path: "owner.constructor.$title" } },
      }),
    ).toEqual(["mirrorProperties.t.path"]);
    expect(issues({ schema: { properties: {}, required: ["a"] } })).toEqual(["schema.required.0"]);
  });
});

describe("changes of a blueprint", () => {
  const before: BlueprintDefinition = {
    ...base,
    schema: {
      properties: { a: { type: "string" }, list: { type: "array", items: { type: "string" } } },
      required: ["a"],
    },
    relations: { r: relation("x"), many: relation("x", true) },
  };

  it("may not change types, targets and one or many", () => {
    const issues = immutableIssues(before, {
      ...before,
      schema: { properties: { a: { type: "array" }, list: { type: "array", items: { type: "number" } } } },
      relations: { r: relation("y"), many: relation("x") },
    });
    expect(pathsOf(issues)).toEqual([
      "schema.properties.a.type",
      "schema.properties.list.items.type",
      "relations.r.target",
      "relations.many.many",
    ]);
    expect(issues[0]?.message).toContain('"a" is "string" and cannot become "array"');
    expect(
      immutableIssues(before, {
        ...before,
        schema: { properties: { a: { type: "string", format: "url" } } },
        relations: {},
      }),
    ).toEqual([]);
  });

  it("merge by key, each definition as a whole", () => {
    const patch = blueprintPatchSchema.parse({
      title: "T",
      schema: { properties: { b: { type: "number" } } },
      relations: { s: { ...relation("x"), title: "S" } },
    });
    expect(mergeBlueprint(before, patch as Partial<BlueprintDefinition>)).toEqual({
      ...before,
      title: "T",
      schema: { properties: { ...before.schema.properties, b: { type: "number" } }, required: ["a"] },
      relations: { ...before.relations, s: { ...relation("x"), title: "S" } },
    });
  });

  it("are told by what is gone", () => {
    expect(removedKeys(before, { ...base, relations: { r: relation("x") } })).toEqual({
      properties: ["list"],
      relations: ["many"],
    });
  });
});
