import { expect, it } from "vitest";
import type { Query, Rule } from "@/server/catalog/core/query/schema";
import { factsOf } from "./table-filter";

const ann = { email: "ann@example.com", teams: ["red"] };
const keys = ["$team", "$blueprint"] as const;
const rule = (property: string, operator: string, value: unknown): Rule =>
  ({ property, operator, value }) as Rule;
const and = (...rules: (Rule | Query)[]): Query => ({ combinator: "and", rules });
const told = (query: Query) => factsOf(query, keys, ann);

it("takes the values that rows may have from rules that must all hold", () => {
  const mine = rule("$team", "containsAny", { context: "userTeams", property: "$identifier" });
  expect(told(and())).toEqual({ facts: {} });
  expect(told(and(mine))).toEqual({ facts: { $team: ["red"] } });
  expect(told(and(rule("$team", "in", ["red", "blue"]), and(mine)))).toEqual({ facts: { $team: ["red"] } });
  expect(told(and(rule("$team", "=", "blue"), and(mine)))).toEqual({ facts: { $team: [] } });
  expect(told(and(mine, rule("$blueprint", "=", "service")))).toEqual({
    facts: { $team: ["red"], $blueprint: ["service"] },
  });
});

it("says what the rows lack, or cannot be told by", () => {
  expect(told(and(rule("language", "=", "Go")))).toEqual({ lacks: '"language"' });
  expect(told(and(rule("$team", "!=", "red")))).toEqual({ lacks: '"$team"' });
  expect(told(and({ ...rule("$team", "=", "red"), not: true }))).toEqual({ lacks: '"$team"' });
  expect(told({ combinator: "or", rules: [rule("$team", "=", "a"), rule("$team", "=", "b")] })).toEqual({
    lacks: "several conditions of which one must hold",
  });
  expect(told(and({ relation: "environment", operator: "=", value: "prod" } as Rule))).toEqual({
    lacks: '"environment"',
  });
});
