import { describe, expect, it } from "vitest";
import { modelFrom, queryFields } from "@/components/query/fields";
import { EMPTY_QUERY } from "@/components/query/query-types";
import type { RuleGroup } from "@/components/query/query-types";
import { readParams } from "@/components/url-state/parsers";
import type { SavedView } from "@/server/catalog/core/view-schema";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { quickOf, ruleOfValue, withQuick, withoutQuick } from "./quick-filter";
import { entityTableParams } from "./table-params";
import { exportHref, listInput } from "./table-query";
import { paramsFor, PLAIN, savedState, stateOf } from "./table-state";
import type { TableState } from "./table-state";

const SERVICE: BlueprintDefinition = {
  identifier: "service",
  title: "Service",
  schema: { properties: { language: { type: "string", enum: ["Go"] }, replicas: { type: "number" } } },
  calculationProperties: { slug: { calculation: ".identifier", type: "string" } },
  relations: { system: { target: "system" }, uses: { target: "service", many: true } },
};
const fields = queryFields(modelFrom([SERVICE]), "service");
const field = (id: string) => fields.find((one) => one.id === id) ?? fail(id);
const fail = (id: string): never => {
  throw new Error(`no field ${id}`);
};
const params = (search: string) => {
  const given = new URLSearchParams(search);
  return readParams(entityTableParams, (key) => given.get(key));
};
const FILTER: RuleGroup = {
  combinator: "and",
  rules: [{ property: "language", operator: "in", value: ["Go"] }],
};
const STATE: TableState = {
  text: "pay",
  query: FILTER,
  sort: [{ column: "$updatedAt", direction: "desc" }],
  columns: ["replicas"],
  group: "language",
};
const view = (id: string, state: TableState): SavedView => ({
  id,
  title: id,
  shared: false,
  ownerName: "Ada",
  editable: true,
  state: savedState(state),
  updatedAt: "2026-01-01T00:00:00Z",
});

describe("the state of a table", () => {
  it("goes through the URL and back", () => {
    const { filter, sort, columns, ...rest } = paramsFor(STATE, undefined);
    const search = new URLSearchParams({
      q: rest.q ?? "",
      group: rest.group ?? "",
      filter: JSON.stringify(filter),
      sort: sort?.join(",") ?? "",
      columns: columns?.join(",") ?? "",
    });
    expect(stateOf(params(search.toString()), [])).toEqual(STATE);
  });

  it("is that of the view, unless the link says more", () => {
    const views = [view("a", STATE)];
    expect(stateOf(params("view=a"), views)).toEqual(STATE);
    expect(stateOf(params("view=a&q=other"), views)).toEqual({ ...PLAIN, text: "other" });
    expect(stateOf(params("view=gone"), views)).toEqual(PLAIN);
  });

  it("leaves a clean link for a view as it was saved, and no view when everything is taken away", () => {
    const saved = view("a", STATE);
    expect(paramsFor(STATE, saved)).toMatchObject({ view: "a", q: null, filter: null });
    expect(paramsFor({ ...STATE, text: "x" }, saved)).toMatchObject({ view: "a", q: "x", group: "language" });
    expect(paramsFor(PLAIN, saved)).toMatchObject({ view: null, q: null });
  });

  it("survives links that are cut off or made up", () => {
    const broken = params("filter=%7B%22combi&size=7&page=x&sort=,&columns=");
    expect(broken).toMatchObject({ filter: null, size: 50, page: 1 });
    expect(stateOf(broken, []).sort).toEqual([]);
  });

  it("asks the server for what exists alone", () => {
    const sort = [
      { column: "gone", direction: "asc" as const },
      { column: "slug", direction: "desc" as const },
    ];
    expect(listInput(SERVICE, { ...STATE, sort })).toEqual({
      blueprint: "service",
      text: "pay",
      query: FILTER,
      sort: [{ by: "slug", direction: "desc" }],
    });
    expect(listInput(SERVICE, PLAIN)).toEqual({ blueprint: "service" });
    expect(exportHref(SERVICE, STATE, "csv", ["$title", "language"])).toBe(
      `/v1/blueprints/service/entities-export?${new URLSearchParams({ format: "csv", text: "pay", query: JSON.stringify(FILTER), sort: JSON.stringify([{ by: "$updatedAt", direction: "desc" }]), columns: "$title,language" })}`,
    );
  });
});

describe("quick filters", () => {
  it("are conditions like any other", () => {
    const one = withQuick(EMPTY_QUERY, field("language"), { values: ["Go"], empty: false });
    expect(one).toEqual(FILTER);
    const both = withQuick(one, field("language"), { values: ["Go"], empty: true });
    expect(both.rules).toEqual([
      { combinator: "or", rules: [FILTER.rules[0], { property: "language", operator: "isEmpty" }] },
    ]);
    expect(quickOf(both, field("language"))).toEqual({ values: ["Go"], empty: true });
    expect(withQuick(both, field("language"), { values: [], empty: true }).rules).toEqual([
      { property: "language", operator: "isEmpty" },
    ]);
    expect(withoutQuick(both, field("language"))).toEqual(EMPTY_QUERY);
  });

  it("stand beside what else is asked", () => {
    const either: RuleGroup = { combinator: "or", rules: [{ operator: "a" }, { operator: "b" }] };
    expect(quickOf(either, field("language"))).toBeNull();
    expect(withQuick(either, field("language"), { values: ["Go"], empty: false })).toEqual({
      combinator: "and",
      rules: [either, FILTER.rules[0]],
    });
  });

  it("know lists and relations", () => {
    expect(ruleOfValue(field("$team"), "payments")).toEqual({
      property: "$team",
      operator: "containsAny",
      value: ["payments"],
    });
    expect(ruleOfValue(field("relation:uses"), "a")).toEqual({
      relation: "uses",
      operator: "in",
      value: ["a"],
    });
    expect(ruleOfValue(field("relation:system"), null)).toEqual({ relation: "system", operator: "isEmpty" });
  });
});
