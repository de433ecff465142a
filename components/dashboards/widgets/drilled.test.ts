import { describe, expect, it } from "vitest";
import { parseAsQuery } from "@/components/catalog/table/table-params";
import type { BarsFigure, NumberFigure } from "@/server/metrics/core/figure";
import type { Slice } from "@/server/dashboards/core/data";
import { rowsLinks, withDrill } from "./drilled";
import { sliceHref } from "./slice-href";

const base = { title: "Tiers", unit: "count" as const, direction: "none" as const, sources: [], n: 3 };
const bars: BarsFigure = {
  ...base,
  shape: "bars",
  bars: [
    { id: "gold", label: "Gold", value: 2, n: null },
    { id: "both", label: "Both", value: 1, n: null },
    { id: "none", label: "None", value: 1, n: null },
  ],
};
const slice = (blueprint: string, value: string): Slice => ({
  blueprint,
  query: { combinator: "and", rules: [{ property: "tier", operator: "=", value }] },
});

describe("rows behind a figure", () => {
  it("are the catalog's table with the filter of the slice, which that page reads", () => {
    const href = new URL(sliceHref(slice("a/b", "gold & silver")), "http://portal");
    expect(href.pathname).toBe("/catalog/a%2Fb");
    expect(parseAsQuery.parse(href.searchParams.get("filter")!)).toEqual(slice("a/b", "gold & silver").query);
    expect(sliceHref({ blueprint: "service", query: { combinator: "and", rules: [] } })).toBe(
      "/catalog/service",
    );
  });

  it("are linked on the bar where they are of one blueprint, beside it where they are of several", () => {
    const drill = { gold: [slice("system", "gold")], both: [slice("system", "x"), slice("service", "x")] };
    const drilled = withDrill(bars, drill) as BarsFigure;
    expect(drilled.bars.map(({ href }) => href !== undefined)).toEqual([true, false, false]);
    expect(rowsLinks(bars, drill).map(({ label }) => label)).toEqual(["Both: system", "Both: service"]);
  });

  it("of a number stand beside it", () => {
    const number: NumberFigure = { ...base, shape: "number", value: 3, previous: null };
    expect(rowsLinks(number, { value: [slice("service", "x")] })).toHaveLength(1);
    expect(withDrill(number, {})).toBe(number);
  });
});
