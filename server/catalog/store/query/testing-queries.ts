import fc from "fast-check";
import type { Model } from "../../core/model";
import type { Query, Rule, RuleValue } from "../../core/query/schema";
import type { Viewer } from "../../core/query/viewer";
import { BLUEPRINTS, instant, NAMES, number, RELATIONS, scalar, word } from "./testing";

export const VIEWER: Viewer = {
  id: "me",
  email: "ab",
  name: "a",
  user: { $identifier: "ab", $title: "a", $team: ["red", "blue"] },
  teams: [{ $identifier: "red" }, { $identifier: "Green", $title: "b" }],
};

const context = fc.constantFrom(
  { context: "user" as const, property: "$identifier" },
  { context: "userTeams" as const, property: "$identifier" },
  { context: "userTeams" as const, property: "$title" },
);
const dynamic = fc.constantFrom(
  "{{getUserTeams()}}",
  "{{ getUserEmail() }}",
  "{{getUserFullName()}}",
  "My Teams",
  "Me",
);
const listOf = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 3 });
const presets = fc.constantFrom(
  "today",
  "yesterday",
  "lastDay",
  "lastMonth",
  "last3Years",
  "nextWeek",
  "tomorrow",
);
const range = fc.oneof(
  presets.map((preset) => ({ preset }) as RuleValue),
  fc.tuple(instant, instant).map(([from, to]) => ({ from, to })),
  fc.tuple(number, number).map(([from, to]) => ({ from, to })),
);

/** Any rule that has the shape; some of them name what cannot match and are refused when resolved. */
export function rules(model: Model): fc.Arbitrary<Rule> {
  const keys = [
    ...new Set([...model.blueprints.values()].flatMap((b) => Object.keys(b.definition.schema.properties))),
  ];
  const property = fc.constantFrom(
    ...keys,
    "$title",
    "$identifier",
    "$team",
    "$icon",
    "$createdAt",
    "$updatedAt",
    "$createdBy",
  );
  const value = fc.oneof(scalar, listOf(scalar), context, dynamic) as fc.Arbitrary<RuleValue>;
  const equality = fc.constantFrom("=", "!=", "in", "notIn", "containsAny");
  const part = fc.constantFrom(
    "contains",
    "doesNotContains",
    "beginsWith",
    "doesNotBeginsWith",
    "endsWith",
    "doesNotEndsWith",
  );
  const state = fc.constantFrom("isEmpty", "isNotEmpty", "isExpired", "isNotExpired");
  const names = fc.oneof(
    fc.constantFrom(...NAMES),
    listOf(fc.constantFrom(...NAMES)),
    context,
  ) as fc.Arbitrary<RuleValue>;
  const relationKey = fc.constantFrom(...RELATIONS);
  const hop = fc.oneof(
    relationKey,
    fc.record({ relation: relationKey, maxHops: fc.integer({ min: 1, max: 4 }) }),
  );
  const hops = fc.array(hop, { minLength: 1, maxLength: 3 });
  const blueprint = fc.constantFrom(...BLUEPRINTS);
  return fc.oneof(
    { weight: 5, arbitrary: fc.record({ property, operator: equality, value }) },
    {
      weight: 4,
      arbitrary: fc.record({ property, operator: part, value: fc.oneof(word, listOf(word), context) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        property,
        operator: fc.constantFrom(">", ">=", "<", "<="),
        value: fc.oneof(number, instant),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        property,
        operator: fc.constantFrom("between", "notBetween", "="),
        value: range,
      }),
    },
    { weight: 3, arbitrary: fc.record({ property, operator: state }) },
    {
      weight: 1,
      arbitrary: fc.record({ property: context, operator: fc.oneof(equality, part), value: word }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        property: fc.constant("$blueprint"),
        operator: equality,
        value: fc.oneof(blueprint, listOf(blueprint)),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        propertySchema: fc.constantFrom(
          { type: "string" },
          { type: "string", format: "url" },
          { type: "number" },
          { type: "array", items: { type: "string" } },
        ),
        operator: fc.constantFrom("=", "!=", "contains"),
        value: fc.oneof(word, number),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record(
        {
          relation: relationKey,
          targetProperty: fc.constantFrom("$title", "$identifier"),
          operator: fc.oneof(equality, part),
          value: fc.oneof(word, names),
        },
        { requiredKeys: ["relation", "operator", "value"] },
      ),
    },
    {
      weight: 1,
      arbitrary: fc.record({ relation: relationKey, operator: fc.constantFrom("isEmpty", "isNotEmpty") }),
    },
    {
      weight: 3,
      arbitrary: fc.record(
        {
          operator: fc.constant("relatedTo"),
          blueprint,
          value: names,
          direction: fc.constantFrom("upstream", "downstream"),
          required: fc.boolean(),
        },
        { requiredKeys: ["operator", "blueprint", "value"] },
      ),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        property: fc.record({ path: hops, fromBlueprint: blueprint }, { requiredKeys: ["path"] }),
        operator: fc.constant("matchAny"),
        value: names,
      }),
    },
  ) as fc.Arbitrary<Rule>;
}

/** Queries of up to four levels. */
export function queries(model: Model): fc.Arbitrary<Query> {
  const rule = rules(model);
  return fc.letrec<{ query: Query }>((tie) => ({
    query: fc.record({
      combinator: fc.constantFrom("and", "or"),
      rules: fc.array(fc.oneof({ depthSize: "small", maxDepth: 3 }, rule, tie("query")), { maxLength: 3 }),
    }),
  })).query;
}
