import { describe, expect, it } from "vitest";
import type { MetricValue } from "../../schema";
import type { MetricResult } from "../result";
import { barsFigure, breakdownTable, partsFigure } from "./bars";
import { eventsFigure } from "./events";
import { numberFigure } from "./number";
import { coursesFigure, seriesFigure } from "./series";

const result = (value: number | null, of: Partial<MetricResult> = {}): MetricResult => ({
  value,
  n: value === null ? 0 : 10,
  ...(value === null ? { insufficient: { why: "Nothing.", have: 0, need: 1 } } : {}),
  ...of,
});
const bucket = (n: number, partial = false) => ({ from: `2026-03-0${n}`, to: `2026-03-0${n + 1}`, partial });

const made = (of: Partial<MetricValue> = {}): MetricValue => ({
  definition: {
    id: "rate",
    title: "Rate",
    question: "?",
    formula: "",
    unit: "ratio",
    direction: "down",
    floor: { need: 20, of: "things" },
    counts: "deployments",
    sources: ["Things"],
    window: "12w",
    needs: null,
    dimensions: ["organisation"],
    rules: [],
    scale: null,
    personal: false,
    listed: true,
    parts: { a: { label: "A", unit: "ratio" }, b: { label: "B", unit: "count" } },
    unavailable: null,
  },
  from: "2026-03-01",
  to: "2026-03-05",
  result: result(0.25, { numerator: 5, denominator: 20, interval: [0.1, 0.4], parts: { a: 0.5, b: 3 } }),
  previous: result(0.5),
  previousWhy: null,
  widened: null,
  peers: null,
  levels: {
    score: { scale: "DORA score", label: "7.5 of 10", tone: "good", score: 7.5 },
    presets: { "2021": null, "2023": { scale: "2023 preset", label: "Low", tone: "poor" }, "2024": null },
  },
  series: {
    interval: "day",
    buckets: [bucket(1), bucket(2), bucket(3, true)],
    results: [result(0.1), result(null), result(0.3)],
    previous: [result(0.4), result(0.5), result(0.6)],
  },
  breakdown: {
    by: "team",
    rows: [
      { key: "x", label: "X", result: result(null), previous: null },
      { key: "y", label: "Y", result: result(0.1), previous: null },
      { key: "z", label: "Z", result: result(0.9), previous: null },
    ],
  },
  ...of,
});

describe("a number", () => {
  it("has its fraction, interval, level and parts", () => {
    expect(numberFigure(made())).toMatchObject({
      value: 0.25,
      previous: 0.5,
      interval: [0.1, 0.4],
      fraction: { numerator: 5, denominator: 20 },
      level: { label: "7.5 of 10" },
      parts: [
        { id: "a", label: "A", value: 0.5 },
        { id: "b", value: 3 },
      ],
    });
    expect(numberFigure(made(), "2023").level?.label).toBe("Low");
    expect(numberFigure(made(), "2024")).not.toHaveProperty("level");
  });

  it("that is not known is compared with nothing", () => {
    const figure = numberFigure(made({ result: result(null), levels: null }));
    expect(figure).toMatchObject({ value: null, previous: null, n: null, insufficient: { need: 1 } });
    expect(figure).not.toHaveProperty("level");
  });
});

describe("a course", () => {
  it("has gaps for what is not known, and no comparison for what is under way", () => {
    const figure = seriesFigure(made())!;
    expect(figure.series.map((s) => s.values)).toEqual([
      [0.1, null, 0.3],
      [0.4, 0.5, null],
    ]);
    expect(figure.series.map((s) => s.compare ?? false)).toEqual([false, true]);
    expect(figure.series[0]!.n).toEqual([10, null, 10]);
    expect(figure.buckets[2]!.partial).toBe(true);
  });

  it("has the annotations of its time in order, and no line of comparison where nothing was before", () => {
    const at = (day: string) => ({ at: day, label: day, kind: "incident" as const });
    const value = made();
    const figure = seriesFigure(
      { ...value, series: { ...value.series!, previous: [result(null), result(null), result(0.1)] } },
      [at("2026-03-03"), at("2026-02-01"), at("2026-03-01"), at("2026-03-04")],
    )!;
    expect(figure.series).toHaveLength(1);
    expect(figure.annotations.map((a) => a.at)).toEqual(["2026-03-01", "2026-03-03"]);
    expect(seriesFigure(made({ series: null }))).toBeNull();
  });

  it("of several groups share an axis", () => {
    const figure = coursesFigure("Teams", [
      { id: "x", label: "X", value: made() },
      { id: "y", label: "Y", value: made() },
    ])!;
    expect(figure.series.map((s) => s.label)).toEqual(["X", "Y"]);
  });
});

describe("bars and tables", () => {
  it("have the largest first and what is not known last", () => {
    expect(barsFigure(made())!.bars.map((b) => [b.id, b.value])).toEqual([
      ["z", 0.9],
      ["y", 0.1],
      ["x", null],
    ]);
    expect(barsFigure(made(), { most: 1 })).toMatchObject({
      bars: [{ id: "z" }],
      others: { count: 2, value: null },
    });
  });

  it("show parts in the unit of the metric", () => {
    expect(partsFigure(made(), "Parts")!.bars).toEqual([{ id: "a", label: "A", value: 0.5, n: null }]);
  });

  it("put metrics beside one another, and events below", () => {
    const table = breakdownTable("Teams", [made()], (key) => `/t/${key}`);
    expect(table.rows[1]).toEqual({ id: "y", href: "/t/y", cells: { name: "Y", rate: 0.1 } });
    const events = eventsFigure(made().definition, [
      { id: "1", at: "2026-03-01T00:00:00Z", team: "x", service: null, label: "v1", hit: true, value: null },
    ]);
    expect(events.columns.map((c) => c.id)).toEqual(["at", "label", "service", "team", "hit"]);
    const named = eventsFigure(
      made().definition,
      [{ id: "1", at: "2026-03-01T00:00:00Z", team: "x", service: "cart", label: null, hit: null, value: 1 }],
      { "service cart": "Cart" },
    );
    expect(named.rows[0]!.cells).toMatchObject({ service: "Cart", team: "x" });
  });
});
