import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { chosen, inScope } from "../core/facts";
import { frequencyResult } from "../core/since";
import { dateOf, dayOf } from "../core/zone";
import type { Ask, Computed, MetricDefinition } from "../definition";
import { keyOf, scoped, segmentsOf } from "../store/windows";
import { firstDeployments } from "../store/first-deployments";
import { counted, isCounted } from "./deployments";

const facts = () => sql`
  select d.id::text as id, d.finished_at as at, d.team, d.service, coalesce(d.version, left(d.sha, 12)) as label,
    null::boolean as hit, null::float8 as value, d.kind, d.config_only
  from insight_deployments d where ${counted(sql`d`)}`;

export const deploymentFrequency: MetricDefinition = {
  id: "deployment-frequency",
  title: "Deployment frequency",
  question: "How often does something new reach production?",
  formula:
    "Successful deployments to production that ended in the period, divided by its weeks. Beside it, for levels: the median over whole ISO weeks of the days on which something was deployed.",
  unit: "perWeek",
  direction: "up",
  floor: { need: 4, of: "full weeks" },
  counts: "deployments",
  sources: ["Deployments"],
  window: "12w",
  dimensions: ["organisation", "team", "service"],
  reads: ["insight_deployments"],
  scale: "frequency",
  rules: [
    "What one pipeline brings to several places counts once for each service.",
    "The same commit deployed again to the same environment within 30 minutes counts once.",
    "Rollbacks and deployments of configuration alone count; how many they are is shown beside.",
    "Weeks without a deployment count as 0, from the week of the first deployment on.",
    "Weeks begin on Monday, in the time zone of the organisation.",
  ],
  parts: {
    perDay: { label: "Per day", unit: "perDay" },
    deployDays: { label: "Days with a deployment in a week (median)", unit: "count" },
    rollbacks: { label: "Of them rollbacks", unit: "count" },
    configOnly: { label: "Of them configuration alone", unit: "count" },
  },
  facts,
  evaluate(events, ask) {
    const mine = events.deployments.filter((d) => isCounted(d) && inScope(d, ask));
    const since = mine.length ? new Date(Math.min(...mine.map((d) => d.finishedAt!.getTime()))) : null;
    const all = chosen(
      mine.map((d) => ({
        at: d.finishedAt!,
        team: d.team,
        service: d.service,
        parts: { rollback: d.kind === "rollback", configOnly: d.configOnly },
      })),
      ask,
    );
    const counts = new Map<string, number>();
    for (const { at } of all) {
      const date = dateOf(dayOf(at, ask.zone));
      counts.set(date, (counts.get(date) ?? 0) + 1);
    }
    return withKinds(
      frequencyResult(counts, all.length, ask.window, since, ask.zone),
      all.filter((f) => f.parts?.rollback).length,
      all.filter((f) => f.parts?.configOnly).length,
    );
  },
  async compute(db, ask) {
    const [cells, since] = await Promise.all([countDates(db, ask), firstDeployments(db, ask)]);
    const keys = ask.by === null ? [null] : [...since.keys()];
    return keys.flatMap((key) =>
      ask.windows.map((window, ix): Computed => {
        const mine = cells.get(`${ix} ${key}`) ?? { total: 0, rollbacks: 0, configOnly: 0, dates: new Map() };
        const result = frequencyResult(mine.dates, mine.total, window, since.get(key) ?? null, ask.zone);
        return { window: ix, key, result: withKinds(result, mine.rollbacks, mine.configOnly) };
      }),
    );
  },
};

const withKinds = (
  result: ReturnType<typeof frequencyResult>,
  rollbacks: number,
  configOnly: number,
): ReturnType<typeof frequencyResult> =>
  result.value === null ? result : { ...result, parts: { ...result.parts, rollbacks, configOnly } };

interface Dates {
  total: number;
  rollbacks: number;
  configOnly: number;
  dates: Map<string, number>;
}

/** Counts by window, key and date of the zone. */
async function countDates(db: Executor, ask: Ask): Promise<Map<string, Dates>> {
  type Row = { ix: number; key: string | null; date: string; n: number; rollbacks: number; config: number };
  const segments = segmentsOf(ask);
  const rows = await db.execute<Row>(sql`
    select s.ix, c.key, c.date::text as date, sum(c.n)::int as n, sum(c.rollbacks)::int as rollbacks, sum(c.config)::int as config
    from (
      select ${segments.of(sql`f.at`)} as segment, ${keyOf(ask)} as key, (f.at at time zone ${ask.zone})::date as date, count(*) as n,
        count(*) filter (where f.kind = 'rollback') as rollbacks, count(*) filter (where f.config_only) as config
      from (${scoped(facts(), ask)} offset 0) f group by 1, 2, 3
    ) c join ${segments.pairs} on s.segment = c.segment group by 1, 2, 3`);
  const cells = new Map<string, Dates>();
  for (const { ix, key, date, n, rollbacks, config } of rows) {
    const id = `${ix} ${key}`;
    const cell = cells.get(id) ?? { total: 0, rollbacks: 0, configOnly: 0, dates: new Map<string, number>() };
    cell.total += n;
    cell.rollbacks += rollbacks;
    cell.configOnly += config;
    cell.dates.set(date, (cell.dates.get(date) ?? 0) + n);
    cells.set(id, cell);
  }
  return cells;
}
