import { describe, expect, it } from "vitest";
import { parseAsQuery } from "@/components/catalog/table/table-params";
import type { BarsFigure, NumberFigure, SeriesFigure } from "@/server/metrics/core/figure";
import type { Slice } from "@/server/dashboards/core/data";
import { pointLinks, rowsLinks, withDrill } from "./drilled";
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

  it("of a point of a course are those of its line, within its bucket", () => {
    const figure: SeriesFigure = {
      ...base,
      shape: "series",
      interval: "day",
      buckets: [
        { from: "2026-01-01T00:00:00.000Z", to: "2026-01-02T00:00:00.000Z", partial: false },
        { from: "2026-01-02T00:00:00.000Z", to: "2026-01-03T00:00:00.000Z", partial: false },
      ],
      series: [
        { id: "gold", label: "Gold", values: [1, 2], n: [1, 2] },
        { id: "odd", label: "Odd", values: [1, null], n: [1, null] },
      ],
      annotations: [],
    };
    const data = { figure, drill: { gold: [slice("service", "gold")] }, pointsBy: "since" };
    const [link, ...others] = pointLinks(data, figure.buckets[1]!);
    expect(others).toEqual([]);
    expect(link).toMatchObject({ label: "Gold", value: 2 });
    expect(parseAsQuery.parse(new URL(link!.href, "http://portal").searchParams.get("filter")!)).toEqual({
      combinator: "and",
      rules: [
        slice("service", "gold").query,
        {
          property: "since",
          operator: "between",
          value: { from: "2026-01-02T00:00:00.000Z", to: "2026-01-02T23:59:59.999Z" },
        },
      ],
    });
    expect(pointLinks({ figure, drill: data.drill }, figure.buckets[1]!)).toEqual([]);
  });
});
