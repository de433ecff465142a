import { sql } from "drizzle-orm";
import { inScope } from "../core/facts";
import type { MetricResult } from "../core/result";
import { medianDisc } from "../core/statistics/percentile";
import type { MetricDefinition } from "../definition";
import { perCell } from "../store/aggregate";
import { inScope as scoped, keyOf, windowRows } from "../store/windows";
import { counted, isCounted } from "./deployments";

/** Older changes are in repositories that nobody deploys, or were merged before deployments were told. */
const LOOK_BACK_DAYS = 182;

const result = (n: number, age: number | null): MetricResult => ({ value: n, n, parts: { age } });

export const changesWaiting: MetricDefinition = {
  id: "changes-waiting",
  title: "Changes waiting for production",
  question: "What is merged and not deployed?",
  formula: `Changes merged in the ${LOOK_BACK_DAYS} days before the end of the period that no successful deployment to production had brought by then.`,
  unit: "count",
  direction: "down",
  floor: null,
  sources: ["Changes", "Deployments"],
  window: "28d",
  dimensions: ["organisation", "team", "service"],
  reads: ["insight_deployments", "insight_deployment_changes", "insight_changes"],
  rules: [
    "They have no lead time yet, so the median of those that have one looks better than it is.",
    "Changes by bots are left out.",
    "The team is the one that the author was in at the merge.",
  ],
  parts: { age: { label: "Age since the merge (median)", unit: "duration" } },
  evaluate(events, ask) {
    const { to } = ask.window;
    const from = new Date(to.getTime() - LOOK_BACK_DAYS * 86_400_000);
    const deployed = new Map(events.deployments.filter(isCounted).map((d) => [d.id, d.finishedAt!]));
    const waiting = events.changes.filter(
      (c) =>
        c.mergedAt !== null &&
        c.mergedAt >= from &&
        c.mergedAt < to &&
        !c.isBot &&
        inScope(c, ask) &&
        !events.deployedChanges.some((l) => l.changeId === c.id && (deployed.get(l.deploymentId) ?? to) < to),
    );
    return result(
      waiting.length,
      medianDisc(waiting.map((c) => (to.getTime() - c.mergedAt!.getTime()) / 1_000)),
    );
  },
  async compute(db, ask) {
    const rows = await db.execute<{ window: number; key: string | null; n: number; age: number | null }>(sql`
      select w.ix as window, ${keyOf(ask)} as key, count(*)::int as n,
        percentile_disc(0.5) within group (order by extract(epoch from w.ends - f.merged_at)::float8) as age
      from (${windowRows(ask)}) w
      join (
        select c.id, c.team, c.service, c.merged_at, (
          select min(d.finished_at) from insight_deployment_changes l join insight_deployments d on d.id = l.deployment_id
          where l.change_id = c.id and ${counted(sql`d`)}) as deployed_at
        from insight_changes c where c.merged_at is not null and not c.is_bot
      ) f on f.merged_at < w.ends and f.merged_at >= w.ends - make_interval(hours => ${LOOK_BACK_DAYS * 24})
        and (f.deployed_at is null or f.deployed_at >= w.ends)${scoped(sql`f`, ask)}
      ${ask.by === null ? sql`` : sql`where ${keyOf(ask)} is not null`} group by 1, 2`);
    return perCell(ask, rows, (cell) => result(cell?.n ?? 0, cell?.age ?? null));
  },
};
