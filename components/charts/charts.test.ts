import { describe, expect, it } from "vitest";
import type { SeriesFigure } from "@/server/metrics/core/figure";
import { happenedIn } from "./happened";
import { placeOf } from "./place-of";
import { csvOf, rowsOf } from "./figure-rows";
import { bucketLabel, formatChange, formatTick, formatValue, isBetter, lastDayLabel } from "./format-value";

const base = { unit: "ratio" as const, direction: "up" as const, sources: [], n: 3 };
const series: SeriesFigure = {
  ...base,
  shape: "series",
  title: "Rate",
  interval: "week",
  buckets: [
    { from: "2026-03-02", to: "2026-03-09", partial: false },
    { from: "2026-03-09", to: "2026-03-16", partial: true },
  ],
  series: [{ id: "a", label: "=A", values: [0.5, null], n: [4, null] }],
  annotations: [],
};

describe("values", () => {
  it.each([
    [null, "count", "–"],
    [1234, "count", "1,234"],
    [2.25, "perWeek", "2.3 a week"],
    [5400, "duration", "1h 30m"],
    [0.125, "ratio", "12.5%"],
    [7.5, "score", "7.5 of 10"],
    [12, "points", "+12"],
    [12.5, "money", "€12.50"],
  ] as const)("%s %s is %s", (value, unit, text) => {
    expect(formatValue(value, unit, "EUR")).toBe(text);
  });

  it("are short on an axis", () => {
    expect(formatTick(86_400 * 3, "duration")).toBe("3d");
    expect(formatTick(12_500, "money", "EUR")).toBe("€12.5K");
    expect(formatTick(86_400 * 1.75, "duration")).toBe("1.8d");
    expect(formatTick(5_400, "duration")).toBe("1.5h");
    expect(formatTick(0, "duration")).toBe("0");
  });

  it("change by points where they are shares, by percent otherwise", () => {
    expect(formatChange(0.25, 0.2, "ratio")).toBe("+5 pts");
    expect(formatChange(90, 100, "money")).toBe("−10%");
    expect(formatChange(5, 0, "count")).toBeNull();
    expect(formatChange(null, 1, "count")).toBeNull();
    expect(isBetter(1, 2, "down")).toBe(true);
    expect(isBetter(1, 2, "none")).toBeNull();
  });

  it("name buckets by the day of their own zone", () => {
    // Midnight in Auckland is noon of the day before in UTC.
    expect(bucketLabel("2026-03-01T11:00:00Z", "day")).toBe("1 Mar");
    expect(bucketLabel("2026-03-01T00:00:00+00:00", "month")).toBe("Mar 2026");
    expect(bucketLabel("2026-03-31T22:00:00Z", "month")).toBe("Apr 2026");
    expect(bucketLabel("2026-04-01", "quarter")).toBe("Q2 2026");
    expect(
      ["2026-11-23T00:00:00Z", "2026-11-22T23:00:00Z", "2026-11-23T05:00:00Z"].map(lastDayLabel),
    ).toEqual(["22 Nov", "22 Nov", "22 Nov"]);
  });
});

describe("a figure as a table", () => {
  it("has a row for each bucket, gaps as gaps, and says what is not over", () => {
    expect(rowsOf(series)).toEqual({
      columns: [
        { label: "From", numeric: false },
        { label: "=A", numeric: true },
        { label: "=A: events", numeric: true },
      ],
      rows: [
        {
          id: "2026-03-02",
          cells: [
            { raw: "2026-03-02", text: "2 Mar" },
            { raw: 0.5, text: "50%" },
            { raw: 4, text: "4" },
          ],
        },
        {
          id: "2026-03-09",
          cells: [
            { raw: "2026-03-09", text: "9 Mar (so far)" },
            { raw: null, text: "–" },
            { raw: null, text: "–" },
          ],
        },
      ],
    });
  });

  it("is a file that no spreadsheet takes for formulas", () => {
    expect(csvOf(rowsOf(series))).toBe("From,'=A,'=A: events\r\n2026-03-02,0.5,4\r\n2026-03-09,,\r\n");
    expect(
      csvOf({
        columns: [{ label: "a", numeric: false }],
        rows: ["+1", "-x", "@y", 'a"b', "c,d"].map((raw) => ({ id: raw, cells: [{ raw, text: raw }] })),
      }),
    ).toBe('a\r\n\'+1\r\n\'-x\r\n\'@y\r\n"a""b"\r\n"c,d"\r\n');
    expect(csvOf({ columns: [], rows: [{ id: "n", cells: [{ raw: -5, text: "-5" }] }] })).toBe("\r\n-5\r\n");
  });
});

describe("what happened", () => {
  it("stands at the bucket in which it did, under one number for each bucket", () => {
    const note = (at: string, label: string) => ({ at, label, kind: "note" as const });
    const found = happenedIn({
      ...series,
      annotations: [
        note("2026-03-09T00:00:00Z", "second"),
        note("2026-03-08T23:59:59Z", "first"),
        note("2026-03-10T00:00:00Z", "second too"),
        note("2026-03-16T00:00:00Z", "after the end"),
      ],
    });
    expect(
      found.map(({ number, bucket, items }) => [number, bucket, items.map(({ label }) => label)]),
    ).toEqual([
      [1, 0, ["first"]],
      [2, 1, ["second", "second too"]],
    ]);
  });
});

describe("the place of a mark", () => {
  const buckets = [
    { from: 0, to: 10, count: 1 },
    { from: 10, to: 100, count: 1 },
    { from: 100, to: null, count: 1 },
  ];
  it.each([
    [0, 0],
    [5, 1 / 6],
    [10, 1 / 3],
    [55, 1 / 2],
    [5000, 5 / 6],
  ])("of %d is at %d", (value, place) => expect(placeOf({ buckets }, value)).toBeCloseTo(place, 8));
});
