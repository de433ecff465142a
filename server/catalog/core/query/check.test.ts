import { describe, expect, it } from "vitest";
import { checkConditions, checkQuery, conditionsSchema, datasetSchema, querySchema } from "./check";
import { MAX_QUERY_DEPTH, MAX_QUERY_RULES, OPERATORS, PRESETS, type Query } from "./schema";

const and = (...rules: unknown[]) => ({ combinator: "and", rules });
const paths = (value: unknown) => checkQuery(value).map((issue) => issue.path.join("."));

describe("the shape of a query", () => {
  it.each([
    and(),
    and({ property: "$blueprint", operator: "=", value: "service" }, { combinator: "or", rules: [] }),
    and({ property: "a", operator: "between", value: { preset: "last2Years" } }),
    and({
      property: "a",
      operator: "=",
      value: { from: "2022-07-26T16:38:06.839Z", to: "2022-07-29T17:00:28.006Z" },
    }),
    and(
      { property: "a", operator: "isEmpty" },
      { relation: "r", operator: "isNotEmpty", targetProperty: "$title" },
    ),
    and({ property: { context: "user", property: "role" }, operator: "=", value: "manager" }),
    and({
      property: "$team",
      operator: "containsAny",
      value: { context: "userTeams", property: "$identifier" },
    }),
    and({
      propertySchema: { type: "array", items: { type: "string", format: "url" } },
      operator: "contains",
      value: "x",
    }),
    and({ propertySchema: { type: "string" }, operator: "!=" }),
    and({ operator: "relatedTo", blueprint: "b", value: ["x", "y"], direction: "upstream", required: false }),
    and({
      property: { path: ["r", { relation: "p", maxHops: 15 }], fromBlueprint: "b" },
      operator: "matchAny",
      value: "x",
    }),
    and({ property: "a", operator: "matchAny", value: ["x"] }),
    and({ scorecard: "s", scorecardRule: "r", operator: "=", value: "Gold" }),
    and(
      { property: "a", operator: ">", value: 5 },
      { property: "a", operator: "<=", value: "2022-07-26T16:38:06Z" },
    ),
    and({ property: "a", operator: "in", value: [null, 1, true, "x"] }),
  ])("accepts %j", (query) => {
    expect(checkQuery(query)).toEqual([]);
    expect(querySchema.parse(query)).toEqual(query);
  });

  it.each([
    [[], ""],
    [{ rules: [] }, "combinator"],
    [{ combinator: "not", rules: [] }, "combinator"],
    [{ combinator: "and" }, "rules"],
    [{ combinator: "and", rules: [], more: 1 }, "more"],
    [and("x"), "rules.0"],
    [and({ property: "a", operator: "like", value: "x" }), "rules.0.operator"],
    [and({ operator: "=", value: "x" }), "rules.0"],
    [and({ property: "", operator: "=", value: "x" }), "rules.0.property"],
    [and({ property: "a", operator: "=" }), "rules.0.value"],
    [
      and({ property: "a", operator: "=", value: { x: 1 } }),
      "rules.0.value.x,rules.0.value.from,rules.0.value.to",
    ],
    [and({ property: "a", operator: "=", value: "x", not: true }), "rules.0.not"],
    [and({ property: "a", operator: "isEmpty", value: "x" }), "rules.0.value"],
    [and({ property: "a", operator: ">", value: "soon" }), "rules.0.value"],
    [and({ property: "a", operator: ">", value: null }), "rules.0.value"],
    [and({ property: "a", operator: "between", value: "lastWeek" }), "rules.0.value"],
    [and({ property: "a", operator: "between", value: { preset: "lastYear" } }), "rules.0.value.preset"],
    [
      and({ property: "a", operator: "between", value: { from: 1, to: "2022-07-26T16:38:06Z" } }),
      "rules.0.value.to",
    ],
    [and({ property: "a", operator: "in", value: [["x"]] }), "rules.0.value.0"],
    [and({ property: "a", operator: "=", value: "a\0b" }), "rules.0.value"],
    [
      and({ property: { context: "me", property: "a" }, operator: "=", value: 1 }),
      "rules.0.property.context",
    ],
    [and({ relation: "r", operator: ">", value: 1 }), "rules.0.operator"],
    [and({ relation: "r", targetProperty: "name", operator: "=", value: "x" }), "rules.0.targetProperty"],
    [and({ property: { path: [] }, operator: "matchAny", value: "x" }), "rules.0.property.path"],
    [and({ property: { path: ["a"] }, operator: "=", value: "x" }), "rules.0.operator"],
    [
      and({ property: { path: [{ relation: "a", maxHops: 16 }] }, operator: "matchAny", value: "x" }),
      "rules.0.property.path.0.maxHops",
    ],
    [
      and({
        property: {
          path: [
            { relation: "a", maxHops: 2 },
            { relation: "a", maxHops: 2 },
          ],
        },
        operator: "matchAny",
        value: "x",
      }),
      "rules.0.property.path.1.maxHops",
    ],
    [and({ operator: "relatedTo", value: "x", direction: "up" }), "rules.0.blueprint,rules.0.direction"],
    [and({ operator: "relatedTo", blueprint: "b", value: 5 }), "rules.0.value"],
    [and({ combinator: "or", rules: [{ property: "a", operator: "?" }] }), "rules.0.rules.0.operator"],
    [
      and({ property: "a", operator: "=", value: { jqQuery: ".x" } }),
      "rules.0.value.jqQuery,rules.0.value.from,rules.0.value.to",
    ],
  ])("refuses %j at %s", (query, at) => {
    expect(paths(query).join()).toBe(at);
    expect(querySchema.safeParse(query).success).toBe(false);
  });

  it("names the choices", () => {
    const [operator] = checkQuery(and({ property: "a", operator: "~", value: "x" }));
    for (const choice of OPERATORS) expect(operator?.message).toContain(choice);
    const [preset] = checkQuery(and({ property: "a", operator: "between", value: { preset: "ever" } }));
    for (const choice of PRESETS) expect(preset?.message).toContain(choice);
  });

  it("has limits, each with its reason", () => {
    const nested = (depth: number): unknown => (depth === 0 ? and() : and(nested(depth - 1)));
    expect(checkQuery(nested(MAX_QUERY_DEPTH - 1))).toEqual([]);
    expect(checkQuery(nested(MAX_QUERY_DEPTH))[0]?.message).toContain("nested at most 25");
    expect(checkQuery(nested(5000))).toHaveLength(1);
    const rule = { property: "a", operator: "=", value: 1 };
    expect(paths(and(...Array<unknown>(MAX_QUERY_RULES).fill(rule)))).toEqual([]);
    expect(paths(and(...Array<unknown>(MAX_QUERY_RULES + 1).fill(rule)))).toEqual([""]);
    const walk = { operator: "relatedTo", blueprint: "b", value: "x" };
    expect(paths(and(...Array<unknown>(21).fill(walk)))).toEqual([""]);
    expect(paths(and({ ...rule, operator: "in", value: Array<unknown>(10_001).fill(1) }))).toEqual([
      "rules.0.value",
    ]);
  });

  it("lets datasets compute values, and conditions be negated", () => {
    expect(
      datasetSchema.safeParse(and({ property: "a", operator: "=", value: { jqQuery: ".form.x" } })).success,
    ).toBe(true);
    expect(
      datasetSchema.safeParse(and({ property: "a", operator: "=", value: { jqQuery: 1 } })).success,
    ).toBe(false);
    const conditions = { combinator: "and", conditions: [{ not: true, property: "a", operator: "isEmpty" }] };
    expect(conditionsSchema.safeParse(conditions).success).toBe(true);
    expect(
      checkConditions({ combinator: "and", conditions: [{ combinator: "and", conditions: [] }] }),
    ).not.toEqual([]);
    expect(checkConditions({ combinator: "and", rules: [] }).map((i) => i.path.join("."))).toEqual([
      "rules",
      "conditions",
    ]);
  });

  it("reads as the type that it checks", () => {
    const query: Query = querySchema.parse(and({ property: "a", operator: "=", value: 1 }));
    expect(query.rules).toHaveLength(1);
  });
});
