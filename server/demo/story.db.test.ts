import { costOutlook, costOverview } from "@/server/cost/service/billing/figures";
import { getPages } from "@/server/dashboards/service/pages";
import { pageWidgetData } from "@/server/dashboards/service/widget-data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ValuesAsk, valuesSchema } from "@/server/metrics/schema";
import { metricValues } from "@/server/metrics/service/values";
import { ANOMALY, CURRENCY } from "./core/bill";
import { weeks } from "./core/calendar";
import { HANDOVER } from "./core/services";
import { BAD_QUARTER, DEMO_TEAMS } from "./core/teams";
import { demoStatus } from "./service/status";
import { type DemoStage, loadedStage } from "./testing";

let stage: DemoStage;
let anchor: number;
beforeAll(async () => {
  stage = await loadedStage();
  anchor = Date.parse(`${(await demoStatus(stage.admin)).anchor}T00:00:00Z`);
}, 180_000);
afterAll(() => stage.database.close());

const dateAt = (offset: number) => new Date(anchor + offset * 86_400_000).toISOString().slice(0, 10);

/** Twelve weeks before the bad quarter, the thirteen of it, and the last twelve. */
const BEFORE = [weeks(38), BAD_QUARTER.from] as const;
const BAD = [BAD_QUARTER.from, BAD_QUARTER.to] as const;
const NOW = [weeks(12), 0] as const;

async function ask(metric: string, [from, to]: readonly [number, number], more: Partial<ValuesAsk> = {}) {
  const { values } = await metricValues(
    stage.admin,
    valuesSchema.parse({
      metrics: [metric],
      range: { from: dateAt(from), to: dateAt(to) },
      compare: "none",
      ...more,
    }),
  );
  return values[0]!;
}
const resultOf = async (...args: Parameters<typeof ask>) => (await ask(...args)).result;
const valueOf = async (...args: Parameters<typeof ask>) => {
  const { value } = await resultOf(...args);
  if (value === null) throw new Error(`${args[0]} has no value.`);
  return value;
};
const ofTeam = (id: string) => ({ scope: { kind: "team" as const, id } });

describe("the story of Larkfield", () => {
  it("has deployments grow as teams come on board", async () => {
    const [before, now] = [
      await valueOf("deployment-frequency", BEFORE),
      await valueOf("deployment-frequency", NOW),
    ];
    expect(now / before).toBeGreaterThan(1.4);
    const adoption = await Promise.all([BEFORE, BAD, NOW].map((span) => valueOf("platform-adoption", span)));
    expect(adoption.map((share) => Math.round(share * 12))).toEqual([2, 8, 10]);
  });

  it("has each team begin when it says", async () => {
    const begins = DEMO_TEAMS.filter(({ adoptedOn }) => adoptedOn !== null && adoptedOn > weeks(39));
    for (const { identifier, adoptedOn } of begins) {
      const of = ofTeam(identifier);
      // Of a team with teams below it, theirs count too.
      if (DEMO_TEAMS.some(({ parent }) => parent === identifier)) continue;
      const day: [number, number] = [adoptedOn! - 14, adoptedOn!];
      expect((await resultOf("platform-adoption", day, of)).parts?.deployments).toBe(0);
      // A repair on that day is of something that was deployed as before.
      expect(
        (await resultOf("platform-adoption", [adoptedOn!, adoptedOn! + 14], of)).parts?.deployments,
      ).toBeGreaterThan(0.9);
    }
  });

  it("has changes reach production faster through the platform", async () => {
    expect(await valueOf("change-lead-time", BEFORE)).toBeGreaterThan(2 * 86_400);
    expect(await valueOf("change-lead-time", NOW)).toBeLessThan(1.25 * 86_400);
    const impact = await resultOf("velocity-impact", [weeks(39), 0]);
    expect(impact.parts?.adopters).toBe(6);
    expect(impact.interval![0]).toBeGreaterThan(0.3);
  });

  it("has a bad quarter, in which twice as many deployments broke and repairs took twice as long", async () => {
    const [before, bad, now] = await Promise.all(
      [BEFORE, BAD, NOW].map((span) => valueOf("change-fail-rate", span)),
    );
    expect(bad! / before!).toBeGreaterThan(1.6);
    expect(bad! / now!).toBeGreaterThan(1.6);
    const [slow, quick] = [
      await valueOf("failed-deployment-recovery-time", BAD),
      await valueOf("failed-deployment-recovery-time", NOW),
    ];
    expect(slow / quick).toBeGreaterThan(2);
    const { breakdown } = await ask("change-fail-rate", BAD, { by: "team" });
    const rates = new Map(breakdown!.rows.map(({ key, result }) => [key, result.value!]));
    const worst = [...rates].sort((a, b) => b[1] - a[1]).slice(0, 4);
    expect(worst.map(([team]) => team).sort()).toEqual(["logistics", "payments", "storefront", "warehouse"]);
  });

  it("has one service go from one team to another", async () => {
    const of = { scope: { kind: "service" as const, id: HANDOVER.service }, by: undefined };
    expect((await resultOf("deployment-frequency", NOW, of)).n).toBeGreaterThan(5);
    const fleet = await ask("deployment-frequency", NOW, { ...ofTeam("fleet"), by: "service" });
    expect(fleet.breakdown!.rows.map(({ key }) => key)).toContain(HANDOVER.service);
    const warehouse = await ask("deployment-frequency", NOW, { ...ofTeam("warehouse"), by: "service" });
    expect(warehouse.breakdown!.rows.find(({ key }) => key === HANDOVER.service)?.result.n ?? 0).toBe(0);
  });

  it("has nine people join within half a year, and new teams take days", async () => {
    const onboarding = await resultOf("onboarding-time", [weeks(26), 0]);
    expect(onboarding.n).toBe(9);
    expect(onboarding.value! / 86_400).toBeGreaterThan(20);
    expect(onboarding.value! / 86_400).toBeLessThan(60);
    const first = await resultOf("time-to-first-deployment", [weeks(26), 0]);
    expect(first.value! / 86_400).toBeGreaterThan(4);
    expect(first.value! / 86_400).toBeLessThan(21);
  });

  it("has fewer tickets, and a broker that stood still in the bad quarter", async () => {
    const [before, bad, now] = await Promise.all(
      [BEFORE, BAD, NOW].map((span) => valueOf("support-ticket-volume", span)),
    );
    expect(now! / before!).toBeLessThan(0.7);
    expect(bad).toBeGreaterThan(before!);
    expect(await valueOf("platform-uptime", BAD)).toBeLessThan(await valueOf("platform-uptime", NOW));
    expect(await valueOf("time-on-new-capabilities", BAD)).toBeLessThan(
      (await valueOf("time-on-new-capabilities", NOW)) - 0.08,
    );
  });

  it("has most services on the template, and one team that is late with a weakness", async () => {
    expect(await valueOf("golden-path-usage", BAD)).toBeLessThan(0.3);
    expect(await valueOf("golden-path-usage", [-28, 0])).toBeGreaterThan(0.6);
    expect((await resultOf("template-adoption-lag", NOW)).n).toBeGreaterThan(20);
    expect(await valueOf("self-service-success-rate", NOW)).toBeGreaterThan(0.8);
    const { breakdown } = await ask("security-posture", [-28, 0], { by: "team" });
    const critical = breakdown!.rows.filter(({ result }) => (result.parts?.critical ?? 0) > 0);
    expect(critical.map(({ key }) => key)).toContain("campaigns");
  });

  it("has people who would recommend the platform more than before", async () => {
    const [first, second] = [
      await valueOf("platform-nps", [-140, -100]),
      await valueOf("platform-nps", [-40, 0]),
    ];
    expect(second).toBeGreaterThan(first);
    expect(await valueOf("developer-experience-score", [-40, 0])).toBeGreaterThan(
      await valueOf("developer-experience-score", [-140, -100]),
    );
  });

  it("has four dear days of the data team, and no other odd ones", async () => {
    const outlook = await costOutlook(stage.admin, { currency: CURRENCY });
    const days = Array.from({ length: ANOMALY.to - ANOMALY.from }, (_, n) => dateAt(ANOMALY.from + n));
    expect(outlook!.anomalies).toMatchObject([
      { kind: "days", group: ANOMALY.team, from: days[0], to: days.at(-1), days: days.length },
    ]);
    for (const { amount, expected } of outlook!.anomalies) expect(amount / expected).toBeGreaterThan(2.5);
    const costs = await costOverview(stage.admin, {
      currency: CURRENCY,
      from: dateAt(-60),
      to: dateAt(0),
      by: "team",
      interval: "day",
    });
    // Twelve teams, and what is nobody's.
    expect(costs.groups.reduce((all, { count }) => all + count, 0)).toBe(13);
    expect(Number(costs.unallocated) / Number(costs.total)).toBeLessThan(0.05);
  });

  it("has dashboards of which every widget shows something", async () => {
    const [folder, ...pages] = await getPages(stage.admin);
    expect(folder).toMatchObject({ type: "folder", title: "Larkfield (demo data)" });
    expect(pages.map(({ parent }) => parent)).toEqual([folder!.identifier, folder!.identifier]);
    for (const { identifier, definition, description } of pages) {
      expect(description).toMatch(/^Demo data/);
      for (const { id, type } of definition.widgets) {
        const data = await pageWidgetData(stage.admin, identifier, id!);
        const figure = data.kind === "figure" ? data.figure : null;
        const values =
          figure?.shape === "number"
            ? [figure.value]
            : figure?.shape === "series"
              ? figure.series.flatMap((one) => one.values)
              : figure?.shape === "bars"
                ? figure.bars.map(({ value }) => value)
                : [];
        const shows =
          data.kind === "figure" ? values.some((value) => value !== null && value > 0) : data.kind;
        const expected = { markdown: "text", "table-entities-explorer": "entities" }[type as string] ?? true;
        expect({ identifier, id, shows }).toEqual({ identifier, id, shows: expected });
      }
    }
  });
});
