import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { inScope } from "../core/facts";
import { type MetricResult, noData } from "../core/result";
import { medianDisc } from "../core/statistics/percentile";
import type { Ask, Computed, MetricDefinition } from "../definition";
import { perCell } from "../store/aggregate";
import { inScope as scoped, instant, instants, keyOf } from "../store/windows";
import { counted, isCounted } from "./deployments";

/** Older changes are in repositories that nobody deploys, or were merged before deployments were told. */
const LOOK_BACK_DAYS = 182;

const NONE = noData("Nobody had told of a merged change by then.");

const result = (n: number, age: number | null): MetricResult => ({ value: n, n, parts: { age } });

export const changesWaiting: MetricDefinition = {
  id: "changes-waiting",
  title: "Changes waiting for production",
  question: "What is merged and not deployed?",
  formula: `Changes merged in the ${LOOK_BACK_DAYS} days before the end of the period that no successful deployment to production had brought by then.`,
  unit: "count",
  direction: "down",
  floor: null,
  counts: "changes",
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
    if (!events.changes.some((c) => c.mergedAt !== null && c.mergedAt < to)) return NONE;
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
  compute: waitingByCell,
};

/**
 * A change waits at the ends from its merge until it is deployed or too old, which halving finds. So changes are counted by the
 * first and the last end that they wait at, and the counts at each end are added up here; only for the ends of windows in detail
 * is each change looked at, for the median of their ages.
 */
async function waitingByCell(db: Executor, ask: Ask): Promise<Computed[]> {
  const ends = [...new Set(ask.windows.map((w) => w.to.getTime()))]
    .sort((a, b) => a - b)
    .map((ms) => new Date(ms));
  const lookBack = sql`make_interval(hours => ${LOOK_BACK_DAYS * 24})`;
  const links = sql`insight_deployment_changes l join insight_deployments d on d.id = l.deployment_id and ${counted(sql`d`)}`;
  // Of a team or service each change is looked up; of all of them, all links are read in one go.
  const deployed =
    ask.teams === null && ask.service === null
      ? sql`left join (select l.change_id, min(d.finished_at) as deployed_at from ${links} group by 1) x on x.change_id = f.id`
      : sql`cross join lateral (select min(d.finished_at) as deployed_at from ${links} where l.change_id = f.id) x`;
  const waiting = sql`
    select f.merged_at, ${keyOf(ask)} as key, width_bucket(f.merged_at, e.ends) + 1 as first,
      width_bucket(least(x.deployed_at, f.merged_at + ${lookBack}), e.ends) as last
    from e cross join (
      select c.id, c.team, c.service, c.merged_at from insight_changes c
      where c.merged_at >= ${instant(ends[0]!)} - ${lookBack} and c.merged_at < ${instant(ends.at(-1)!)} and not c.is_bot
        ${scoped(sql`c`, ask)} offset 0) f
    ${deployed}
    ${ask.by === null ? sql`` : sql`where ${keyOf(ask)} is not null`}`;
  const withEnds = sql`with e as materialized (select ${instants(ends)} as ends), f as materialized (select * from (${waiting}) g where first <= last)`;
  type Row = { key: string | null; first: number; last: number; n: number; age: number | null };
  const detailed = ask.windows.slice(0, ask.detailed).map((w) => w.to);
  const first = await firstMerge(db);
  const rows = await db.execute<Row>(sql`
    ${withEnds}
    select key, first, last, count(*)::int as n, null::float8 as age from f group by 1, 2, 3
    union all
    select f.key, null, w.n::int, null, extract(epoch from w.ends - percentile_disc(0.5) within group (order by f.merged_at desc))::float8
    from e cross join unnest(e.ends) with ordinality as w(ends, n) join f on w.n between f.first and f.last
    where w.ends = any(${instants(detailed)}) group by f.key, w.n, w.ends`);
  const at = new Map(ends.map((end, n) => [end.getTime(), n + 1]));
  const keys = new Map<string | null, Row[]>();
  for (const row of rows) {
    const known = keys.get(row.key);
    if (known) known.push(row);
    else keys.set(row.key, [row]);
  }
  const cells = [...keys].flatMap(([key, mine]) =>
    ask.windows.map((w, window) => {
      const end = at.get(w.to.getTime())!;
      const counts = mine.filter((row) => row.first !== null && row.first <= end && row.last >= end);
      const age = mine.find((row) => row.first === null && row.last === end)?.age ?? null;
      return { window, key, n: counts.reduce((n, row) => n + row.n, 0), age };
    }),
  );
  return perCell(ask, cells, (cell, window) =>
    first === null || first >= window.to.getTime()
      ? NONE
      : ask.windows.indexOf(window) < ask.detailed
        ? result(cell?.n ?? 0, cell?.age ?? null)
        : { value: cell?.n ?? 0, n: cell?.n ?? 0 },
  );
}

/** When the first change was merged, in ms; null: none was told of. */
async function firstMerge(db: Executor): Promise<number | null> {
  const [row] = await db.execute<{ at: number | null }>(
    sql`select extract(epoch from min(merged_at))::float8 * 1000 as at from insight_changes where merged_at is not null`,
  );
  return row?.at ?? null;
}
