import { sql } from "drizzle-orm";
import { within } from "../core/facts";
import type { MetricResult } from "../core/result";
import type { Waiting } from "../core/statistics/kaplan-meier";
import type { MetricDefinition } from "../definition";
import { texts, windowRows } from "../store/windows";
import { counted, isCounted } from "./deployments";
import { byCell, cohortResult, waiting } from "./survival";

const FLOOR = { need: 3, of: "teams" };
const result = (sample: Waiting[]): MetricResult => cohortResult(sample, FLOOR, "teams that came on board");

export const timeToFirstDeployment: MetricDefinition = {
  id: "time-to-first-deployment",
  title: "Time to first deployment",
  question: "How long does a new team need until the platform carries something of theirs?",
  formula:
    "Median, over the teams that came on board in the period, of the end of their first deployment to production through the platform less the day they came on board. Teams that wait still are counted (Kaplan and Meier).",
  unit: "duration",
  direction: "down",
  floor: FLOOR,
  sources: ["Teams", "Deployments"],
  window: "26w",
  needs: "26w",
  dimensions: ["organisation", "team"],
  rules: [
    "A team belongs to the period in which it came on board, not in which it deployed.",
    "Where fewer than half have deployed there is no median yet; how many wait is shown.",
  ],
  parts: { waiting: { label: "Still wait", unit: "ratio" } },
  evaluate(events, ask) {
    const deployments = events.deployments.filter((d) => isCounted(d) && d.viaPlatform);
    return result(
      events.teams
        .filter(
          (t) => within(t.onboardedAt, ask.window) && (ask.teams === null || ask.teams.includes(t.team)),
        )
        .map(({ team, onboardedAt }) => {
          const ends = deployments
            .filter((d) => d.team === team && d.finishedAt! >= onboardedAt!)
            .map((d) => Number(d.finishedAt));
          return waiting(onboardedAt!, ends.length ? new Date(Math.min(...ends)) : null, ask.asOf);
        }),
    );
  },
  async compute(db, ask) {
    const rows = await db.execute<{ ix: number; key: string | null; from: number; first: number | null }>(sql`
      select w.ix, ${ask.by === "team" ? sql`t.team` : sql`null::text`} as key,
        extract(epoch from t.onboarded_at)::float8 * 1000 as "from", extract(epoch from f.first)::float8 * 1000 as first
      from (${windowRows(ask)}) w
      join insight_teams t on t.onboarded_at >= w.starts and t.onboarded_at < w.ends
        ${ask.teams === null ? sql`` : sql`and t.team = any(${texts(ask.teams)})`}
      left join lateral (
        select d.finished_at as first from insight_deployments d
        where ${counted(sql`d`)} and d.team = t.team and d.finished_at >= t.onboarded_at and d.via_platform
        order by d.finished_at limit 1) f on true`);
    return byCell(
      ask.windows.length,
      ask.by === null,
      rows.map((r) => ({
        ...r,
        waiting: waiting(new Date(r.from), r.first === null ? null : new Date(r.first), ask.asOf),
      })),
      (sample) => result(sample.map((s) => s.waiting)),
    );
  },
};
