import { describe, expect, it } from "vitest";
import { type EventSet, noEvents } from "../core/events";
import type { PlainAsk } from "../core/facts";
import { change, deployment, incident } from "../testing-made";
import { changeFailRate } from "./change-fail-rate";
import { changeLeadTime } from "./change-lead-time";
import { changesWaiting } from "./changes-waiting";
import { deploymentFrequency } from "./deployment-frequency";
import { openFailures } from "./open-failures";
import { recoveryTime } from "./recovery-time";
import { restoreTime } from "./restore-time";
import { reworkRate } from "./rework-rate";

/** Four whole ISO weeks by the clock of Berlin, with the change to summer time in the last. */
const ask: PlainAsk = {
  window: { from: new Date("2026-03-01T23:00:00Z"), to: new Date("2026-03-29T22:00:00Z") },
  teams: null,
  service: null,
  zone: "Europe/Berlin",
  asOf: new Date("2026-04-01T00:00:00Z"),
};
const HOUR = 3_600;
const at = (text: string) => new Date(`2026-03-${text}Z`);
const set = (of: Partial<EventSet>): EventSet => ({ ...noEvents(), ...of });

describe("deployment frequency", () => {
  const of = (times: string[], more: object = {}) =>
    times.map((t, n) => deployment(n + 1, { finishedAt: at(t), ...more }));

  it("is deployments divided by weeks, with weeks of none as 0", () => {
    const events = set({ deployments: of(["02T10:00:00", "02T15:00:00", "03T10:00:00", "16T10:00:00"]) });
    expect(deploymentFrequency.evaluate(events, ask)).toEqual({
      value: 1,
      n: 4,
      numerator: 4,
      denominator: 4,
      insufficient: undefined,
      // Days with a deployment by week: 2, 0, 1, 0; the lower of the two in the middle.
      parts: { perDay: 1 / 7, deployDays: 0, rollbacks: 0, configOnly: 0 },
    });
  });

  it("belongs to the day of the zone, also when clocks change", () => {
    // 22:59:59 UTC is still Sunday the 1st in Berlin; 21:59:59 on the 29th, in summer time, still the 29th.
    const events = set({ deployments: of(["01T22:59:59", "01T23:00:00", "29T21:59:59", "29T22:00:00"]) });
    expect(deploymentFrequency.evaluate(events, ask).n).toBe(2);
  });

  it("counts neither what failed, nor what is not production, nor a repetition", () => {
    const events = set({
      deployments: [
        deployment(1, { finishedAt: at("02T10:00:00") }),
        deployment(2, { finishedAt: at("02T10:20:00"), duplicateOf: 1 }),
        deployment(3, { finishedAt: at("03T10:00:00"), status: "failure" }),
        deployment(4, { finishedAt: at("03T11:00:00"), status: "cancelled" }),
        deployment(5, { finishedAt: at("03T12:00:00"), production: false }),
        deployment(6, { finishedAt: null, status: "in_progress" }),
      ],
    });
    expect(deploymentFrequency.evaluate(events, ask).n).toBe(1);
  });

  it("counts rollbacks and configuration, and says how many", () => {
    const events = set({
      deployments: [
        ...of(["02T10:00:00"], { kind: "rollback" }),
        deployment(2, { finishedAt: at("04T10:00:00"), configOnly: true }),
      ],
    });
    expect(deploymentFrequency.evaluate(events, ask)).toMatchObject({
      n: 2,
      parts: { rollbacks: 1, configOnly: 1 },
    });
  });

  it("divides by weeks since the first that is known, and withholds a level under four", () => {
    const events = set({ deployments: of(["18T10:00:00", "19T10:00:00"]) });
    expect(deploymentFrequency.evaluate(events, ask)).toMatchObject({
      value: 1,
      denominator: 2,
      insufficient: { have: 2, need: 4 },
    });
  });

  it("is no data before anything was deployed", () => {
    expect(deploymentFrequency.evaluate(noEvents(), ask)).toMatchObject({
      value: null,
      n: 0,
      insufficient: {},
    });
    const later = set({ deployments: [deployment(1, { finishedAt: new Date("2026-05-01T00:00:00Z") })] });
    expect(deploymentFrequency.evaluate(later, ask).value).toBeNull();
  });

  it("goes with the team at the time of each deployment", () => {
    const events = set({
      deployments: [
        deployment(1, { finishedAt: at("02T10:00:00"), team: "amber" }),
        deployment(2, { finishedAt: at("20T10:00:00"), team: "birch" }),
      ],
    });
    const n = (teams: string[]) => deploymentFrequency.evaluate(events, { ...ask, teams }).n;
    expect([n(["amber"]), n(["birch"]), n(["amber", "birch"]), n(["cedar"])]).toEqual([1, 1, 2, 0]);
  });
});

describe("change lead time", () => {
  const link = (deploymentId: number, changeId: number, of: object = {}) => ({
    deploymentId,
    changeId,
    baseline: false,
    first: true,
    ...of,
  });
  const deployed = deployment(1, { finishedAt: at("02T12:00:00") });

  it("runs from the first commit to production, in parts", () => {
    const events = set({ deployments: [deployed], changes: [change(1)], deployedChanges: [link(1, 1)] });
    expect(changeLeadTime.evaluate(events, ask)).toEqual({
      value: 28 * HOUR,
      n: 1,
      quantiles: { p50: 28 * HOUR, p75: 28 * HOUR, p90: 28 * HOUR },
      insufficient: { why: expect.stringContaining("5 changes") as string, have: 1, need: 5 },
      parts: { coding: 2 * HOUR, pickup: 4 * HOUR, review: 18 * HOUR, deploy: 4 * HOUR },
    });
  });

  it("is a measured value, with three in four and nine in ten", () => {
    const changes = [1, 2, 3, 4].map((n) =>
      change(n, { firstCommitAt: new Date(deployed.finishedAt!.getTime() - n * HOUR * 1_000) }),
    );
    const events = set({
      deployments: [deployed],
      changes,
      deployedChanges: changes.map((c) => link(1, c.id)),
    });
    expect(changeLeadTime.evaluate(events, ask).quantiles).toEqual({
      p50: 2 * HOUR,
      p75: 3 * HOUR,
      p90: 4 * HOUR,
    });
  });

  it("leaves out the first deployment of a service, bots, and later deployments of the same change", () => {
    const events = set({
      deployments: [deployed],
      changes: [change(1), change(2, { isBot: true }), change(3)],
      deployedChanges: [link(1, 1, { baseline: true }), link(1, 2), link(1, 3, { first: false })],
    });
    expect(changeLeadTime.evaluate(events, ask)).toMatchObject({ value: null, n: 0 });
  });

  it("has no value for a part that would be negative, or a change without a first commit", () => {
    const events = set({
      deployments: [deployed],
      changes: [
        change(1, { openedAt: at("01T07:00:00"), firstReviewAt: at("01T06:00:00") }),
        change(2, { firstCommitAt: null }),
        change(3, { firstCommitAt: at("05T00:00:00") }),
      ],
      deployedChanges: [link(1, 1), link(1, 2), link(1, 3)],
    });
    // Coding of change 1 (a rebase) and pickup of it are negative; review is 26 h of it, 18 h of the others.
    expect(changeLeadTime.evaluate(events, ask)).toMatchObject({
      n: 1,
      value: 28 * HOUR,
      parts: { coding: null, pickup: 4 * HOUR, review: 18 * HOUR },
    });
  });

  it("leaves what waits to a figure of its own, with its age", () => {
    const events = set({
      deployments: [deployed, deployment(2, { finishedAt: new Date("2026-04-02T00:00:00Z") })],
      changes: [
        change(1),
        change(2, { mergedAt: at("29T10:00:00") }),
        change(3, { mergedAt: at("28T22:00:00") }),
        change(4, { mergedAt: at("20T00:00:00"), isBot: true }),
      ],
      deployedChanges: [link(1, 1), link(2, 3)],
    });
    // At the end, 22:00 on the 29th: 12 h and 24 h old; what is deployed after it was waiting then.
    expect(changesWaiting.evaluate(events, ask)).toEqual({ value: 2, n: 2, parts: { age: 12 * HOUR } });
  });
});

describe("change fail rate and rework", () => {
  const four = [1, 2, 3, 4].map((n) =>
    deployment(n, { finishedAt: at(`0${n + 1}T12:00:00`), previousSuccessId: n > 1 ? n - 1 : null }),
  );

  it("count a deployment with several incidents once", () => {
    const events = set({
      deployments: four,
      incidents: [incident(1, { deploymentId: 2 }), incident(2, { deploymentId: 2 }), incident(3)],
    });
    expect(changeFailRate.evaluate(events, ask)).toMatchObject({ value: 0.25, numerator: 1, denominator: 4 });
  });

  it("count incidents that are open", () => {
    const events = set({
      deployments: four,
      incidents: [incident(1, { deploymentId: 4, resolvedAt: null })],
    });
    expect(changeFailRate.evaluate(events, ask).value).toBe(0.25);
  });

  it("of a chain of rollbacks mark each that is replaced, not what is brought back", () => {
    const chain = four.map((d) => (d.id === 3 || d.id === 4 ? { ...d, kind: "rollback" as const } : d));
    const events = set({ deployments: chain });
    // 3 rolls back 2, and 4 rolls back 3: 2 and 3 failed, 3 and 4 are rework.
    expect(changeFailRate.evaluate(events, ask)).toMatchObject({ numerator: 2, denominator: 4 });
    expect(reworkRate.evaluate(events, ask)).toMatchObject({ numerator: 2, parts: { rollback: 2 } });
  });

  it("do not blame a rollback for the repair that follows it, unless that names an incident of it", () => {
    const kinds = ["planned", "planned", "rollback", "rework"] as const;
    const chain = four.map((d, n) => ({ ...d, kind: kinds[n]! }));
    expect(changeFailRate.evaluate(set({ deployments: chain }), ask)).toMatchObject({ numerator: 1 });
    expect(reworkRate.evaluate(set({ deployments: chain }), ask)).toMatchObject({ numerator: 2 });
    const named = set({
      deployments: chain.map((d) => (d.id === 4 ? { ...d, fixesIncident: "i1" } : d)),
      incidents: [incident(1, { deploymentId: 3, resolvedAt: null })],
    });
    expect(changeFailRate.evaluate(named, ask)).toMatchObject({ numerator: 2 });
    expect(openFailures.evaluate(named, ask)).toMatchObject({ value: 0 });
  });

  it("do not blame what a repair replaced when it names the incident of another", () => {
    const events = set({
      deployments: four.map((d) => (d.id === 4 ? { ...d, kind: "rework" as const, fixesIncident: "i1" } : d)),
      incidents: [incident(1, { deploymentId: 2 })],
    });
    expect(changeFailRate.evaluate(events, ask)).toMatchObject({ numerator: 1 });
    expect(reworkRate.evaluate(events, ask)).toMatchObject({ numerator: 1 });
  });

  it("have that of 12 and of 26 weeks beside them, whatever range is asked for", () => {
    const rework = { kind: "rework" as const };
    const events = set({
      deployments: [
        ...four,
        // Within twelve weeks of 2026-03-30, which begin on 2026-01-05; within 26, which begin on 2025-09-29; before both.
        deployment(5, { ...rework, finishedAt: new Date("2026-01-04T23:00:00Z") }),
        deployment(6, { ...rework, finishedAt: new Date("2026-01-04T22:59:59Z") }),
        deployment(7, { ...rework, finishedAt: new Date("2025-09-28T22:00:00Z") }),
        deployment(8, { ...rework, finishedAt: new Date("2025-09-28T21:59:59Z") }),
      ],
    });
    expect(reworkRate.evaluate(events, ask)).toMatchObject({
      value: 0,
      n: 4,
      parts: { rollback: 0, "12w": 1 / 5, "26w": 3 / 7 },
    });
  });

  it("leave out jobs that never reached production", () => {
    const events = set({
      deployments: [...four, deployment(5, { status: "failure", finishedAt: at("06T12:00:00") })],
      incidents: [incident(1, { deploymentId: 5 })],
    });
    expect(changeFailRate.evaluate(events, ask)).toMatchObject({ numerator: 0, denominator: 4 });
  });

  it("carry an interval, withhold a level under 20, and are no data of nothing", () => {
    const events = set({ deployments: four });
    expect(changeFailRate.evaluate(events, ask)).toMatchObject({
      value: 0,
      interval: [0, expect.closeTo(3.8416 / 7.8416, 6) as number],
      insufficient: { have: 4, need: 20 },
    });
    const twenty = Array.from({ length: 20 }, (_, n) => deployment(n + 1));
    expect(changeFailRate.evaluate(set({ deployments: twenty }), ask).insufficient).toBeUndefined();
    expect(changeFailRate.evaluate(noEvents(), ask)).toMatchObject({ value: null, denominator: 0 });
  });
});

describe("failed deployment recovery time", () => {
  const failed = deployment(1, { finishedAt: at("02T12:00:00") });
  const restoring = (time: string) =>
    deployment(2, { finishedAt: at(time), kind: "rollback", previousSuccessId: 1 });
  const value = (events: Partial<EventSet>) => recoveryTime.evaluate(set(events), ask).value;

  it("runs from the end of the deployment, not from the incident", () => {
    expect(value({ deployments: [failed], incidents: [incident(1, { deploymentId: 1 })] })).toBe(2 * HOUR);
  });

  it("ends with the last of several incidents, and not while one is open", () => {
    const first = incident(1, { deploymentId: 1 });
    const second = incident(2, { deploymentId: 1, resolvedAt: at("02T18:00:00") });
    expect(value({ deployments: [failed], incidents: [first, second] })).toBe(6 * HOUR);
    expect(value({ deployments: [failed], incidents: [first, { ...second, resolvedAt: null }] })).toBeNull();
  });

  it("ends with what undid it, where that came first or the incident is open", () => {
    const open = incident(1, { deploymentId: 1, resolvedAt: null });
    expect(value({ deployments: [failed, restoring("02T13:00:00")], incidents: [open] })).toBe(HOUR);
    const late = incident(1, { deploymentId: 1, resolvedAt: at("03T12:00:00") });
    expect(value({ deployments: [failed, restoring("02T13:00:00")], incidents: [late] })).toBe(HOUR);
    expect(value({ deployments: [failed, restoring("02T15:00:00")] })).toBe(3 * HOUR);
  });

  it("counts in the period of the recovery", () => {
    const before = deployment(1, { finishedAt: new Date("2026-02-20T12:00:00Z") });
    const resolved = incident(1, { deploymentId: 1, resolvedAt: at("02T12:00:00") });
    expect(recoveryTime.evaluate(set({ deployments: [before], incidents: [resolved] }), ask)).toMatchObject({
      value: 240 * HOUR,
      n: 1,
      insufficient: { have: 1, need: 3 },
    });
  });

  it("shows what is open, and how long it took to notice", () => {
    const noticed = incident(1, { deploymentId: 1, resolvedAt: null, detectedAt: at("02T13:30:00") });
    const events = set({ deployments: [failed], incidents: [noticed] });
    const age = (ask.window.to.getTime() - failed.finishedAt!.getTime()) / 1_000;
    expect(openFailures.evaluate(events, ask)).toEqual({ value: 1, n: 1, parts: { age } });
    const over = set({ deployments: [failed], incidents: [{ ...noticed, resolvedAt: at("02T14:00:00") }] });
    expect(recoveryTime.evaluate(over, ask).parts).toEqual({ detection: 1_800 });
    expect(openFailures.evaluate(over, ask)).toEqual({ value: 0, n: 0, parts: { age: null } });
  });

  it("leaves incidents without a deployment to the time to restore", () => {
    const events = set({ deployments: [failed], incidents: [incident(1)] });
    expect(recoveryTime.evaluate(events, ask).value).toBeNull();
    expect(restoreTime.evaluate(events, ask)).toMatchObject({ value: HOUR, n: 1 });
    // One that names a job that failed, or what went to a test environment, was caused by nothing in production.
    const elsewhere = set({
      deployments: [deployment(8, { status: "failure" }), deployment(9, { production: false })],
      incidents: [incident(1, { deploymentId: 8 }), incident(2, { deploymentId: 9 })],
    });
    expect(restoreTime.evaluate(elsewhere, ask)).toMatchObject({ value: HOUR, n: 2 });
  });

  it("has no duration where it was over before the deployment ended", () => {
    const early = incident(1, {
      deploymentId: 1,
      startedAt: at("02T10:00:00"),
      resolvedAt: at("02T11:00:00"),
    });
    expect(recoveryTime.evaluate(set({ deployments: [failed], incidents: [early] }), ask)).toMatchObject({
      value: null,
      n: 0,
    });
  });
});
