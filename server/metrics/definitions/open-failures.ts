import { sql } from "drizzle-orm";
import { inScope } from "../core/facts";
import { type MetricResult, noData } from "../core/result";
import { medianDisc } from "../core/statistics/percentile";
import type { MetricDefinition } from "../definition";
import { perCell } from "../store/aggregate";
import { inScope as scoped, keyOf, windowRows } from "../store/windows";
import { counted, failures, failuresOf, isCounted } from "./deployments";

const NONE = noData("Nothing had been deployed to production by then.");

const result = (n: number, age: number | null): MetricResult => ({ value: n, n, parts: { age } });

export const openFailures: MetricDefinition = {
  id: "open-failed-deployments",
  title: "Failed deployments still open",
  question: "What broke and is not repaired?",
  formula:
    "Failed deployments that ended before the end of the period and had not been recovered from by then.",
  unit: "count",
  direction: "down",
  floor: null,
  counts: "deployments",
  sources: ["Deployments", "Incidents"],
  window: "28d",
  dimensions: ["organisation", "team", "service"],
  reads: ["insight_deployments", "insight_incidents"],
  rules: ["They have no recovery time yet, so the median of those that have one looks better than it is."],
  parts: { age: { label: "Age (median)", unit: "duration" } },
  evaluate(events, ask) {
    const { to } = ask.window;
    if (!events.deployments.some((d) => isCounted(d) && d.finishedAt! < to)) return NONE;
    const open = failuresOf(events).filter(
      ({ deployment, recoveredAt }) =>
        inScope(deployment, ask) &&
        deployment.finishedAt! < to &&
        (recoveredAt === null || (recoveredAt >= to && recoveredAt >= deployment.finishedAt!)),
    );
    return result(
      open.length,
      medianDisc(open.map(({ deployment }) => (to.getTime() - deployment.finishedAt!.getTime()) / 1_000)),
    );
  },
  async compute(db, ask) {
    const rows = await db.execute<{ window: number; key: string | null; n: number; age: number | null }>(sql`
      select w.ix as window, ${keyOf(ask)} as key, count(*)::int as n,
        percentile_disc(0.5) within group (order by extract(epoch from w.ends - f.finished_at)::float8) as age
      from (${windowRows(ask)}) w
      join (${failures()}) f on f.finished_at < w.ends and (f.recovered_at is null or f.recovered_at >= w.ends)
        ${scoped(sql`f`, ask)}
      ${ask.by === null ? sql`` : sql`where ${keyOf(ask)} is not null`} group by 1, 2`);
    const [known] = await db.execute<{ at: number | null }>(sql`
      select extract(epoch from min(d.finished_at))::float8 * 1000 as at from insight_deployments d where ${counted(sql`d`)}`);
    const first = known?.at ?? null;
    return perCell(ask, rows, (cell, window) =>
      first === null || first >= window.to.getTime() ? NONE : result(cell?.n ?? 0, cell?.age ?? null),
    );
  },
};
