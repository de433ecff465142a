import { describe, expect, it } from "vitest";
import { historySteps, type HistoryEvent } from "./history-steps";
import { valueSeries, valuesAt, within } from "./property-history";

const wrote = (revision: number, snapshot: object | null): HistoryEvent => ({
  kind: "written",
  revision,
  at: `2026-01-0${revision}T00:00:00.000Z`,
  by: "u1",
  byName: "Ada",
  runId: null,
  snapshot,
});

describe("steps of a history", () => {
  it("tell what was written from what was computed, and put each before and after together", () => {
    const steps = historySteps([
      wrote(1, { team: ["red"], properties: { size: 1, total: 0 } }),
      { kind: "computed", at: "x", values: { total: 5, $team: ["blue"], label: null }, cause: "y" },
      wrote(2, { team: ["blue"], properties: { size: 2, total: 5 } }),
      wrote(3, null),
    ]);
    expect(steps.map(({ change, before, after }) => ({ change, before, after }))).toEqual([
      { change: "created", before: null, after: { team: ["red"], properties: { size: 1, total: 0 } } },
      {
        change: "computed",
        before: { team: ["red"], properties: { total: 0, label: null } },
        after: { team: ["blue"], properties: { total: 5, label: null } },
      },
      {
        change: "updated",
        before: { team: ["blue"], properties: { size: 1, total: 5 } },
        after: { team: ["blue"], properties: { size: 2, total: 5 } },
      },
      { change: "deleted", before: { team: ["blue"], properties: { size: 2, total: 5 } }, after: null },
    ]);
    expect(steps[1]).toMatchObject({ cause: "y", revision: 1 });
  });
});

describe("values over time", () => {
  const series = valueSeries(
    ["n"],
    [
      { at: "2026-01-01T00:00:00.000Z", values: { n: 1 } },
      { at: "2026-01-02T00:00:00.000Z", values: { n: 1 } },
      { at: "2026-01-03T00:00:00.000Z", values: { other: 2 } },
      { at: "2026-01-04T00:00:00.000Z", values: { n: 4 } },
      { at: "2026-01-05T00:00:00.000Z", values: { n: null } },
    ],
  ).n!;
  it("have a point for each change", () => {
    expect(series.map(({ value }) => value)).toEqual([1, 4, null]);
  });
  it("hold until the next", () => {
    const moments = ["2026-01-01", "2026-01-03", "2026-01-04T12:00:00Z", "2026-02-01"].map((d) =>
      Date.parse(d),
    );
    expect(valuesAt(series, moments)).toEqual([null, 1, 4, null]);
  });
  it("begin, in a part of the time, with what held then", () => {
    expect(within(series, "2026-01-02T00:00:00.000Z", "2026-01-04T12:00:00.000Z")).toEqual([
      { at: "2026-01-02T00:00:00.000Z", value: 1 },
      { at: "2026-01-04T00:00:00.000Z", value: 4 },
    ]);
  });
});
