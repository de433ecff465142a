import { describe, expect, it } from "vitest";
import { type EventSet, noEvents } from "../core/events";
import { costOptimisation } from "./cost-optimisation";
import { documentationCoverage, REVIEW_DAYS } from "./documentation-coverage";

const at = (text: string) => new Date(text);
const window = { from: at("2026-04-01T00:00:00Z"), to: at("2026-07-01T00:00:00Z") };
const ask = { teams: null, service: null, window, zone: "UTC", asOf: at("2026-08-01T00:00:00Z") };

describe("documentation coverage", () => {
  const page = (written: boolean, reviews: string[], createdAt = "2026-01-01T00:00:00Z") => ({
    kind: "action" as const,
    identifier: String(Math.random()),
    createdAt: at(createdAt),
    written,
    reviews: reviews.map(at),
  });
  const of = (pages: EventSet["pages"], more: Partial<EventSet> = {}) =>
    documentationCoverage.evaluate({ ...noEvents(), pages, ...more }, ask);
  const oldest = new Date(window.to.getTime() - REVIEW_DAYS * 86_400_000).toISOString();
  const older = new Date(window.to.getTime() - REVIEW_DAYS * 86_400_000 - 1).toISOString();

  it("counts pages that are written and were reviewed within 180 days, to the moment", () => {
    expect(
      of([
        page(true, ["2026-06-30T23:59:59Z"]),
        page(true, [oldest]),
        page(true, [older]),
        page(true, []),
        page(false, ["2026-06-01T00:00:00Z"]),
      ]),
    ).toEqual({
      value: 0.4,
      n: 5,
      numerator: 2,
      denominator: 5,
      insufficient: undefined,
      parts: { pages: 4, broken: 0 },
    });
  });

  it("takes a page with a broken link for none that is right", () => {
    const read = page(true, ["2026-06-01T00:00:00Z"]);
    expect(of([read, { ...read, broken: true }, { ...page(false, []), broken: true }])).toMatchObject({
      ...{ value: 1 / 3, numerator: 1, parts: { pages: 2, broken: 1 } },
    });
  });

  it("counts a template from its first version on", () => {
    const version = { slug: "a", deprecated: false };
    const templateVersions = [
      { ...version, version: "1", releasedAt: at("2026-06-01T00:00:00Z") },
      { ...version, version: "2", releasedAt: at("2026-07-15T00:00:00Z") },
    ];
    expect(of([], { templateVersions })).toMatchObject({ value: 0, n: 1 });
    expect(of([], { templateVersions: templateVersions.slice(1) })).toMatchObject({ value: null, n: 0 });
  });

  it("knows neither what came later nor a review of later, and nothing without anything", () => {
    expect(of([page(true, ["2026-06-01T00:00:00Z"], "2026-07-01T00:00:00Z")])).toMatchObject({
      value: null,
      n: 0,
    });
    expect(of([page(true, ["2026-07-01T00:00:00Z"])])).toMatchObject({ value: 0, n: 1 });
    expect(of([])).toMatchObject({ value: null, insufficient: { have: 0 } });
  });

  it("counts a template that has an active version, and none that is deprecated whole", () => {
    const releasedAt = new Date("2026-01-01T00:00:00Z");
    const templateVersions = [
      { slug: "a", version: "1", deprecated: true, releasedAt },
      { slug: "a", version: "2", deprecated: false, releasedAt },
      { slug: "b", version: "1", deprecated: true, releasedAt },
    ];
    expect(of([], { templateVersions })).toMatchObject({ value: 0, n: 1 });
  });
});

describe("cost optimisation", () => {
  const month = (name: string, effective: number, team: string | null = "a", currency = "EUR") => ({
    month: name,
    currency,
    effective,
    team,
    pool: null,
  });
  const count = (name: string, many: number) => ({ unit: "orders", month: name, count: many });
  const events: EventSet = {
    ...noEvents(),
    baseline: { unit: "orders", currency: "EUR", fromMonth: "2026-01", toMonth: "2026-03" },
    billedUntil: "2026-07-15",
    billedMonths: [
      month("2026-01", 1_000),
      month("2026-02", 2_000),
      month("2026-04", 600),
      month("2026-04", 300, null),
      month("2026-05", 900),
      month("2026-06", 600),
      // Of another currency, and of a month that is not over.
      month("2026-06", 9_999, "a", "USD"),
      month("2026-07", 5),
    ],
    unitCounts: [
      count("2026-01", 100),
      count("2026-02", 200),
      count("2026-04", 100),
      count("2026-05", 100),
      count("2026-06", 100),
    ],
  };
  const of = (more: Partial<EventSet> = {}, changed: Partial<typeof ask> = {}) =>
    costOptimisation.evaluate({ ...events, ...more }, { ...ask, ...changed });

  it("divides what was paid by what the same units would have cost at the baseline", () => {
    // 10 for each at the baseline; 300 units cost 2,400 in place of 3,000.
    expect(of()).toEqual({
      value: 1 - 2_400 / 3_000,
      n: 3,
      numerator: 2_400,
      denominator: 3_000,
      parts: { untagged: 0.125 },
    });
  });

  it("takes three months that are full, in the period and billed to their end", () => {
    expect(of({ billedUntil: "2026-06-29" })).toMatchObject({
      value: null,
      n: 2,
      insufficient: { have: 2, need: 3 },
    });
    expect(of({ billedUntil: "2026-06-30" })).toMatchObject({ n: 3 });
    const later = { from: at("2026-04-02T00:00:00Z"), to: window.to };
    expect(of({}, { window: later })).toMatchObject({ value: null, n: 2 });
    expect(of({ unitCounts: events.unitCounts.slice(0, 4) })).toMatchObject({ value: null, n: 2 });
  });

  it("goes by the days of the organisation's zone", () => {
    const zone = "Europe/Berlin";
    const local = { from: at("2026-03-31T22:00:00Z"), to: at("2026-06-30T22:00:00Z") };
    expect(of({}, { zone, window: local })).toMatchObject({ n: 3 });
  });

  it("claims nothing without a baseline, without bills, or without units in the baseline", () => {
    expect(of({ baseline: null })).toMatchObject({
      value: null,
      insufficient: { why: expect.stringMatching(/no baseline/) },
    });
    expect(of({ billedUntil: null })).toMatchObject({ value: null });
    expect(of({ unitCounts: events.unitCounts.slice(2) })).toMatchObject({ value: null, n: 0 });
  });

  it("is negative where a unit has become dearer", () => {
    expect(
      of({
        unitCounts: events.unitCounts.map((one) => (one.month > "2026-03" ? { ...one, count: 50 } : one)),
      }).value,
    ).toBeCloseTo(-0.6, 12);
  });
});
