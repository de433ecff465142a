import { expect, it } from "vitest";
import type { EntitiesTable } from "./slice-state";
import { stateOfTable } from "./slice-state";

const one = {
  combinator: "and" as const,
  rules: [{ property: "tier", operator: "=" as const, value: "gold" }],
};
const other = { combinator: "or" as const, rules: [{ property: "size", operator: ">" as const, value: 2 }] };
const table = (query: EntitiesTable["query"], state: EntitiesTable["state"] = {}): EntitiesTable => ({
  blueprint: "service",
  title: "Services",
  icon: null,
  excluded: [],
  query,
  state,
});

it("shows what passes the dataset and the table's own filter", () => {
  expect(stateOfTable(table(one)).query).toEqual(one);
  expect(stateOfTable(table({ combinator: "and", rules: [] }, { query: other })).query).toEqual(other);
  expect(stateOfTable(table(one, { query: other })).query).toEqual({
    combinator: "and",
    rules: [one, other],
  });
  expect(stateOfTable(table({ combinator: "and", rules: [] })).query.rules).toEqual([]);
});
