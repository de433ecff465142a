import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { dayNamed } from "@/server/metrics/core/zone";
import { bill } from "./core/bill";
import { calendarOf } from "./core/calendar";
import { deliver } from "./core/delivery";
import { downtimes, findings, tickets } from "./core/operations";
import { DEMO_PEOPLE, TEAM_CHANGE, teamOn } from "./core/people";
import { platformUse } from "./core/runs";
import { DEMO_SERVICES } from "./core/services";
import { timeEntries, toolUses, visits } from "./core/signals";
import { DEMO_TEAMS } from "./core/teams";
import { upgrades } from "./core/upgrades";

const made = (date: string, zone: string) => {
  const calendar = calendarOf(dayNamed(date)!, zone);
  const rest = () => [bill(calendar), tickets(calendar), findings(calendar), downtimes(calendar)];
  const uses = () => [platformUse(calendar), upgrades(calendar), visits(calendar), timeEntries(calendar)];
  return { calendar, delivery: deliver(calendar), all: () => [...rest(), ...uses(), toolUses(calendar)] };
};
const hashOf = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");

describe("the scenario", () => {
  it("has 12 teams, 80 people and 60 services, each known by one name", () => {
    expect(new Set(DEMO_TEAMS.map((one) => one.identifier)).size).toBe(12);
    expect(new Set(DEMO_PEOPLE.map((one) => one.email)).size).toBe(80);
    expect(new Set(DEMO_SERVICES.map((one) => one.identifier)).size).toBe(60);
    expect(DEMO_PEOPLE.filter(({ leftOn }) => leftOn !== null)).toHaveLength(4);
    expect(DEMO_TEAMS.filter(({ parent }) => parent !== null)).toHaveLength(5);
  });

  it("moves one person from a team to another", () => {
    const [moved, ...others] = DEMO_PEOPLE.filter(({ stays }) => stays.length > 1);
    expect(others).toEqual([]);
    expect(teamOn(moved!, TEAM_CHANGE.on - 1)).toBe(TEAM_CHANGE.from);
    expect(teamOn(moved!, TEAM_CHANGE.on)).toBe(TEAM_CHANGE.to);
  });

  it("depends on what comes before", () => {
    const seen = new Set<string>();
    for (const { identifier, dependsOn } of DEMO_SERVICES) {
      expect(dependsOn.filter((one) => !seen.has(one))).toEqual([]);
      seen.add(identifier);
    }
  });

  it("is the same each time it is made for a day", () => {
    const first = made("2026-03-29", "Europe/Berlin").delivery;
    expect(hashOf(made("2026-03-29", "UTC").all())).toBe(hashOf(made("2026-03-29", "UTC").all()));
    expect(hashOf(made("2026-03-29", "Europe/Berlin").delivery)).toBe(hashOf(first));
    expect(hashOf(made("2026-03-30", "Europe/Berlin").delivery)).not.toBe(hashOf(first));
  });

  it.each(["2026-01-01", "2026-03-29", "2026-10-25", "2028-02-29"])("lies before its day (%s)", (date) => {
    const { calendar, delivery } = made(date, "Europe/Berlin");
    const [from, to] = [calendar.at(calendar.first, 0), calendar.at(0, 0)];
    const ends = [
      ...delivery.deployments.map((one) => one.finishedAt!),
      ...delivery.changes.map((one) => one.mergedAt!),
      ...delivery.incidents.map((one) => one.resolvedAt!),
    ];
    expect(ends.filter((at) => at < from || at >= to)).toEqual([]);
    expect(delivery.deployments.length).toBeGreaterThan(3_500);
    for (const { firstCommitAt, openedAt, firstReviewAt, mergedAt } of delivery.changes)
      expect([firstCommitAt, openedAt, firstReviewAt, mergedAt]).toEqual(
        [firstCommitAt, openedAt, firstReviewAt, mergedAt].sort(),
      );
    for (const { startedAt, detectedAt, resolvedAt } of delivery.incidents)
      expect([startedAt, detectedAt, resolvedAt]).toEqual([startedAt, detectedAt, resolvedAt].sort());
  });
});
