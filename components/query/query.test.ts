import { describe, expect, it, test } from "vitest";
import { checkQuery } from "@/server/catalog/core/query/check";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { nodeWords, queryWords } from "./describe";
import { modelFrom, queryFields, shapeOf } from "./fields";
import type { QueryField } from "./fields";
import { operatorsOf } from "./operators";
import { pathStops, readSteps, writeSteps } from "./path-steps";
import { addAt, changeAt, countRules, issuesAt, issuesOfGroup, nodeAt } from "./query-change";
import { readQuery } from "./query-types";
import type { RuleGroup } from "./query-types";
import { completeOf, lackOf, lacksOf, ME, ruleFor, ruleKind, withField, withOperator } from "./rule";
import { fieldIdOf } from "./subject";

const SERVICE: BlueprintDefinition = {
  identifier: "service",
  title: "Service",
  schema: {
    properties: {
      language: { type: "string", enum: ["Go", "Rust"] },
      replicas: { type: "number" },
      public: { type: "boolean" },
      expires: { type: "string", format: "timer" },
      since: { type: "string", format: "date-time" },
      owner: { type: "string", format: "user" },
      tags: { type: "array", items: { type: "string" } },
      notes: { type: "string", format: "markdown" },
      spec: { type: "object" },
    },
  },
  mirrorProperties: { tier: { path: "system.tier" } },
  relations: {
    system: { target: "system", title: "Part of" },
    dependsOn: { target: "service", many: true },
  },
};
const SYSTEM: BlueprintDefinition = {
  identifier: "system",
  title: "System",
  schema: { properties: { tier: { type: "string", enum: ["1", "2"], title: "Tier" } } },
};
const model = modelFrom([SERVICE, SYSTEM]);
const fields = queryFields(model, "service");
const field = (id: string): QueryField => {
  const found = fields.find((one) => one.id === id);
  if (!found) throw new Error(`no field ${id}`);
  return found;
};
const and = (...rules: RuleGroup["rules"]): RuleGroup => ({ combinator: "and", rules });

/** A value of the right form for an operand. */
const valueFor = (shape: string, operand: string): unknown => {
  const one = {
    number: 3,
    boolean: true,
    choice: "Go",
    date: "2026-01-01T00:00:00Z",
    timer: "2026-01-01T00:00:00Z",
  };
  const single = (one as Record<string, unknown>)[shape] ?? "x";
  if (operand === "none") return undefined;
  if (operand === "many") return [single];
  if (operand === "range") return shape === "number" ? { from: 1, to: 2 } : { preset: "lastWeek" };
  return single;
};

describe("fields", () => {
  it("lists names first, then the definition in its order with what mirrors lead to, relations, and the rest", () => {
    const ids = fields.map(({ id }) => id);
    expect(ids.slice(0, 4)).toEqual(["$identifier", "$title", "$team", "language"]);
    expect(ids).toContain("relation:dependsOn");
    expect(field("tier")).toMatchObject({ title: "Tier", group: "Mirror", definition: { enum: ["1", "2"] } });
    expect(shapeOf(field("relation:dependsOn").definition)).toBe("list");
  });

  it("offers the blueprint, and the properties of all, when no blueprint is given", () => {
    const all = queryFields(model, undefined);
    expect(all[0]).toMatchObject({ id: "$blueprint", definition: { enum: ["service", "system"] } });
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(["tier", "language", "$updatedAt"]));
  });
});

describe("rules", () => {
  it("are accepted by the language for every field and every operator that is offered", () => {
    for (const one of fields)
      for (const operator of operatorsOf(shapeOf(one.definition))) {
        const rule = withOperator(ruleFor(one), shapeOf(one.definition), operator.id);
        const value = valueFor(shapeOf(one.definition), operator.operand);
        const query = completeOf(and({ ...rule, value }));
        expect(query.rules, `${one.id} ${operator.id}`).toHaveLength(1);
        expect(checkQuery(query), `${one.id} ${operator.id}`).toEqual([]);
        expect(fieldIdOf(rule)).toBe(one.id);
      }
  });

  it("keep their value from one operator to the next where it has a meaning", () => {
    const any = { ...ruleFor(field("language")), value: ["Go", "Rust"] };
    expect(withOperator(any, "choice", "=")).toEqual({ property: "language", operator: "=", value: "Go" });
    expect(withOperator(withOperator(any, "choice", "="), "choice", "notIn").value).toEqual(["Go"]);
    expect(withOperator(any, "choice", "isEmpty")).toEqual({ property: "language", operator: "isEmpty" });
    expect(withOperator({ property: "owner", operator: "=", value: ME }, "user", "in").value).toEqual(ME);
  });

  it("begin anew on a field of another type, and go on with one of the same", () => {
    const text = { property: "$title", operator: "beginsWith", value: "pay" };
    expect(completeOf(and(withField(text, field("$title"), field("notes")))).rules).toEqual([
      { property: "notes", operator: "beginsWith", value: "pay" },
    ]);
    expect(withField(text, field("$title"), field("replicas"))).toEqual({
      property: "replicas",
      operator: "=",
    });
  });

  it("say what they lack, at their place", () => {
    expect(lackOf({ property: "language", operator: "in", value: [] })).toBe("Fill in a value.");
    expect(lackOf({ property: "language", operator: "=", value: null })).toBeNull();
    expect(lackOf({ property: "since", operator: "between", value: { from: "x" } })).toBe(
      "Fill in both ends.",
    );
    expect(lackOf({ operator: "relatedTo", blueprint: "", value: [] })).toBe("Choose a blueprint.");
    expect(lackOf({ operator: "matchAny", property: { path: [{}] }, value: ["a"] })).toMatch(/each step/);
    const query = and({ property: "a", operator: "isEmpty" }, and({ property: "b", operator: "=" }));
    expect(lacksOf(query)).toEqual([{ path: ["rules", 1, "rules", 0], message: "Fill in a value." }]);
    expect(completeOf(query)).toEqual(and({ property: "a", operator: "isEmpty" }));
  });

  test.each([
    [{ property: "a", operator: "=" }, "field"],
    [{ property: { context: "user", property: "$title" }, operator: "=" }, "field"],
    [{ relation: "system", operator: "=" }, "field"],
    [{ relation: "system", targetProperty: "$title", operator: "=" }, "other"],
    [{ scorecard: "s", operator: "=" }, "other"],
    [{ operator: "relatedTo" }, "relatedTo"],
    [{ operator: "matchAny", property: { path: ["system"] } }, "path"],
    [{ operator: "=", propertySchema: { type: "string" } }, "type"],
  ])("%o is edited as %s", (rule, kind) => {
    expect(ruleKind(rule)).toBe(kind);
  });
});

describe("changes", () => {
  const query = and({ operator: "a" }, and({ operator: "b" }, { operator: "c" }));

  it("reach any depth, and take away a group that became empty", () => {
    expect(nodeAt(query, [1, 1])).toEqual({ operator: "c" });
    expect(changeAt(query, [1, 0], { operator: "z" })).toEqual(
      and({ operator: "a" }, and({ operator: "z" }, { operator: "c" })),
    );
    expect(changeAt(changeAt(query, [1, 0], null), [1, 0], null)).toEqual(and({ operator: "a" }));
    expect(addAt(query, [1], { operator: "d" }).rules[1]).toMatchObject({
      rules: [{}, {}, { operator: "d" }],
    });
    expect(countRules(query)).toBe(3);
    expect(changeAt(query, [7], null)).toBe(query);
  });

  it("find the faults of a condition and of a group", () => {
    const issues = [
      { path: ["rules", 1, "rules", 0, "value"], message: "value" },
      { path: ["rules", 1, "combinator"], message: "combinator" },
      { path: [], message: "all" },
    ];
    expect(issuesAt(issues, [1, 0]).map(({ message }) => message)).toEqual(["value"]);
    expect(issuesOfGroup(issues, [1]).map(({ message }) => message)).toEqual(["combinator"]);
    expect(issuesOfGroup(issues, []).map(({ message }) => message)).toEqual(["all"]);
  });
});

it("reads only what is a query", () => {
  expect(readQuery({ combinator: "or", rules: [{ operator: "=" }, and()] })).toEqual({
    combinator: "or",
    rules: [{ operator: "=" }, and()],
  });
  for (const wrong of [null, [], "x", { combinator: "nor", rules: [] }, { combinator: "and", rules: [3] }])
    expect(readQuery(wrong)).toBeNull();
  let deep: unknown = { combinator: "and", rules: [] };
  for (let i = 0; i < 60; i++) deep = { combinator: "and", rules: [deep] };
  expect(readQuery(deep)).toBeNull();
});

it("says a query in words", () => {
  const query = and(
    { property: "language", operator: "in", value: ["Go", "Rust"] },
    {
      combinator: "or",
      rules: [
        { property: "owner", operator: "=", value: ME },
        { relation: "system", operator: "isEmpty" },
      ],
    },
    { property: "since", operator: "between", value: { preset: "lastWeek" } },
    {
      operator: "matchAny",
      property: { path: ["system", { relation: "parent", maxHops: 3 }] },
      value: ["a"],
    },
  );
  expect(queryWords(query, fields)).toBe(
    "Language is any of Go, Rust and (Owner is me or Part of is empty) and Since is within the last week and system → parent (up to 3) leads to a",
  );
  expect(nodeWords({ property: "gone", operator: "=", value: 1 }, fields)).toBe("gone is 1");
});

it("follows a path from blueprint to blueprint", () => {
  const steps = readSteps(["system", { relation: "dependsOn", maxHops: 2 }]);
  expect(writeSteps(steps)).toEqual(["system", { relation: "dependsOn", maxHops: 2 }]);
  expect(pathStops(model, "service", [{ relation: "dependsOn" }, { relation: "system" }])).toEqual([
    "service",
    "service",
    "system",
  ]);
  expect(pathStops(model, "service", [{ relation: "nothing" }, { relation: "system" }])).toEqual([
    "service",
    null,
    null,
  ]);
});
