import { describe, expect, it } from "vitest";
import { type EventSet, noEvents } from "../core/events";
import type { PlainAsk } from "../core/facts";
import { deployment, run } from "../testing-made";
import { deflection } from "./deflection";
import { hoursSaved } from "./hours-saved";
import { type Leads, leadTimeChange, leadTimes } from "./lead-time-impact";
import { platformAdoption } from "./platform-adoption";
import { platformUptime } from "./platform-uptime";
import { templateReleases } from "./template-releases";
import type { TeamHistory } from "./velocity-impact";

/** Four weeks. */
const ask: PlainAsk = {
  window: { from: new Date("2026-03-02T00:00:00Z"), to: new Date("2026-03-30T00:00:00Z") },
  ...{ teams: null, service: null, zone: "UTC", asOf: new Date("2026-04-01T00:00:00Z") },
};
const at = (text: string) => new Date(`2026-03-${text}Z`);
const set = (of: Partial<EventSet>): EventSet => ({ ...noEvents(), ...of });

describe("hours saved", () => {
  /** A run of so many minutes. */
  const took = (id: string, minutes: number, of: Parameters<typeof run>[1] = {}) =>
    run(id, {
      startedAt: at("03T10:00:00"),
      endedAt: new Date(at("03T10:00:00").getTime() + minutes * 60_000),
      ...of,
    });
  const actions = [
    { identifier: "create-service", manualMinutes: 60 },
    { identifier: "create-bucket", manualMinutes: null },
  ];

  it("are runs times what by hand takes longer than the median run", () => {
    const events = set({
      actions,
      runs: [
        ...[took("a", 10), took("b", 20), took("c", 50)],
        // None of these is counted: failed, by the portal itself, without a baseline, without a beginning, at another time.
        took("d", 1, { status: "failed" }),
        took("e", 1, { bySystem: true }),
        took("f", 1, { action: "create-bucket" }),
        took("g", 1, { startedAt: null }),
        took("h", 1, { startedAt: at("30T10:00:00"), endedAt: at("30T10:01:00") }),
      ],
    });
    // 3 x (60 - 20) minutes.
    expect(hoursSaved.evaluate(events, ask)).toMatchObject({
      value: 2,
      n: 3,
      parts: { runs: 3, actions: 1 },
    });
  });

  it("are none where it takes longer than by hand, and never more than by hand", () => {
    expect(hoursSaved.evaluate(set({ actions, runs: [took("a", 90)] }), ask)).toMatchObject({
      value: 0,
      n: 1,
    });
    expect(hoursSaved.evaluate(set({ actions, runs: [took("a", 0)] }), ask).value).toBe(1);
  });

  it("are not claimed without a baseline, nor of nothing", () => {
    const without = set({
      actions: [{ identifier: "create-service", manualMinutes: null }],
      runs: [took("a", 1)],
    });
    expect(hoursSaved.evaluate(without, ask)).toMatchObject({ value: null, n: 0 });
    expect(hoursSaved.evaluate(set({ actions }), ask).value).toBeNull();
  });
});

describe("template releases", () => {
  const version = (name: string, releasedAt: Date) => ({
    ...{ slug: "service", version: name, deprecated: false, releasedAt },
  });

  it("are counted for 28 days, half-open", () => {
    const events = set({
      templateVersions: [
        version("1", at("02T00:00:00")),
        version("2", at("29T23:59:59")),
        version("3", at("30T00:00:00")),
      ],
    });
    expect(templateReleases.evaluate(events, ask)).toMatchObject({ value: 2, n: 2 });
    const twice = { ...ask, window: { from: at("02T00:00:00"), to: new Date("2026-04-27T00:00:00Z") } };
    expect(templateReleases.evaluate(events, twice)).toMatchObject({ value: 1.5, n: 3 });
  });

  it("are none once there was one, and unknown before", () => {
    const early = set({ templateVersions: [version("1", at("01T00:00:00"))] });
    expect(templateReleases.evaluate(early, ask)).toMatchObject({ value: 0, n: 0 });
    const late = set({ templateVersions: [version("1", at("30T00:00:00"))] });
    expect(templateReleases.evaluate(late, ask)).toMatchObject({ value: null });
  });
});

describe("deflection", () => {
  const ticket = (id: number, openedAt: Date, of: object = {}) => ({
    ...{
      id,
      service: null,
      team: null,
      openedAt,
      isPlatform: true,
      automatic: false,
      actionIdentifier: null,
    },
    ...{ handlingSeconds: null, runId: null, openedById: 1, ...of },
  });

  it("is the share of days with a look-up and without a ticket of the same person", () => {
    const events = set({
      lookups: [
        { personId: 1, day: "2026-03-03" },
        { personId: 1, day: "2026-03-04" },
        { personId: 2, day: "2026-03-03" },
        { personId: 2, day: "2026-03-30" },
      ],
      tickets: [
        ticket(1, at("03T23:59:59")),
        ticket(2, at("04T00:00:00"), { automatic: true }),
        ticket(3, at("04T00:00:00"), { isPlatform: false }),
        ticket(4, at("03T10:00:00"), { openedById: null }),
      ],
    });
    expect(deflection.evaluate(events, ask)).toMatchObject({ value: 2 / 3, n: 3, parts: { people: 2 } });
    expect(deflection.evaluate(noEvents(), ask).value).toBeNull();
  });

  it("ends days by the clock of the organisation, also where they have 23 hours", () => {
    const events = set({
      lookups: [{ personId: 1, day: "2026-03-29" }],
      // 23:30 of the 29th in Berlin, where clocks were put forward on that day.
      tickets: [ticket(1, at("29T21:30:00"))],
    });
    expect(deflection.evaluate(events, { ...ask, zone: "Europe/Berlin" }).value).toBe(0);
    const next = set({ ...events, tickets: [ticket(1, at("29T22:00:00"))] });
    expect(deflection.evaluate(next, { ...ask, zone: "Europe/Berlin" }).value).toBe(1);
  });
});

it("the way of a deployment is unknown where neither the platform nor a template had a part in it", () => {
  const events = set({
    deployments: [
      deployment(1, { viaPlatform: true }),
      deployment(2, { templateId: "service" }),
      deployment(3),
      deployment(4),
    ],
  });
  expect(platformAdoption.evaluate(events, ask).parts).toMatchObject({ deployments: 0.25, unknown: 0.5 });
});

it("the error budget is what 99.9 % of the minutes leave, and can be overspent", () => {
  const minute = (n: number, ok: boolean) => ({
    ...{
      component: "portal",
      at: new Date(at("03T00:00:00").getTime() + n * 60_000),
      probe: "a",
      ok,
      critical: true,
    },
  });
  const of = (minutes: number, down: number) =>
    platformUptime.evaluate(
      set({ probes: Array.from({ length: minutes }, (_, n) => minute(n, n >= down)) }),
      ask,
    ).parts?.budget;
  // A thousandth of 2,000 minutes are two.
  expect(of(2_000, 0)).toBe(1);
  expect(of(2_000, 1)).toBeCloseTo(0.5, 9);
  expect(of(2_000, 3)).toBeCloseTo(-0.5, 9);
});

describe("lead time associated with adoption", () => {
  const WEEK = 7 * 86_400_000;
  const adopted = 20 * WEEK;
  const history = (team: string, joins: boolean): TeamHistory => ({
    ...{ team, all: [], adopted: joins ? adopted : null },
  });
  /** A change in each of the weeks 8 to 33, which took `before` days until the beginning and `after` days from then on. */
  const leads = (before: number, after: number) =>
    Array.from({ length: 26 }, (_, n) => {
      const at = (8 + n) * WEEK;
      return { at, value: (at < adopted ? before : after) * 86_400 };
    });
  const began = ["a", "b", "c", "d", "e"];
  const all: Leads = new Map([...began.map((team) => [team, leads(4, 1)] as const), ["x", leads(4, 2)]]);
  const histories = [...began.map((team) => history(team, true)), history("x", false)];

  it("compares the medians of those who began with those of others", () => {
    const result = leadTimeChange(leadTimes(histories, all), 0, 60 * WEEK);
    // A quarter against a half: half as long.
    expect(result.value).toBeCloseTo(-0.5, 9);
    expect(result).toMatchObject({ n: 5, parts: { adopters: 5, comparisons: 5 } });
  });

  it("needs five that have changes both before and after, and somebody else", () => {
    const four = new Map(all);
    four.set(
      "e",
      leads(4, 1).filter(({ at }) => at < adopted),
    );
    expect(leadTimeChange(leadTimes(histories, four), 0, 60 * WEEK)).toMatchObject({
      value: null,
      insufficient: { have: 4, need: 5 },
    });
    expect(leadTimeChange(leadTimes(histories.slice(0, 5), all), 0, 60 * WEEK).value).toBeNull();
    expect(leadTimeChange(leadTimes(histories, all), 0, 30 * WEEK).value).toBeNull();
  });
});
