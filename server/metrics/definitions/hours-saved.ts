import { sql } from "drizzle-orm";
import { chosen, type Fact, span } from "../core/facts";
import { type MetricResult, noData } from "../core/result";
import { medianDisc } from "../core/statistics/percentile";
import type { MetricDefinition } from "../definition";
import { inWindows, keyOf } from "../store/windows";

/** The runs of one action in a window. */
interface Saved {
  runs: number;
  /** Median of how long they took, in seconds. */
  took: number;
  /** How long the same takes by hand, in minutes. */
  minutes: number;
}

/** No run saves more than the baseline, and one that takes longer than by hand saves nothing. */
const hours = ({ runs, took, minutes }: Saved) =>
  (runs * Math.max(0, minutes * 60 - Math.max(0, took))) / 3_600;

function saved(actions: readonly Saved[]): MetricResult {
  if (actions.length === 0)
    return noData(
      "No action of which its owner has said how long it takes by hand succeeded in this period.",
    );
  const runs = actions.reduce((sum, a) => sum + a.runs, 0);
  return {
    value: actions.reduce((sum, a) => sum + hours(a), 0),
    n: runs,
    parts: { runs, actions: actions.length },
  };
}

const facts = () => sql`
  select r.id, r.ended_at as at, r.team, null::text as service, r.action_identifier as label, null::boolean as hit,
    case when r.ended_at >= r.started_at then extract(epoch from r.ended_at - r.started_at)::float8 end as value,
    (a.definition->>'manualMinutes')::float8 as minutes
  from runs r join actions a on a.identifier = r.action_identifier and a.definition->>'manualMinutes' is not null
  where r.status = 'succeeded' and r.requester_kind <> 'system' and r.started_at is not null and r.ended_at >= r.started_at`;

export const hoursSaved: MetricDefinition = {
  id: "hours-saved",
  title: "Hours saved",
  question: "How much work by hand did self-service take over?",
  formula:
    "For each action, its successful runs in the period times how long the same takes by hand less the median time of its runs; summed over the actions.",
  unit: "hours",
  direction: "up",
  floor: null,
  counts: "runs",
  sources: ["Runs of the portal", "Baselines of the owners of actions"],
  window: "28d",
  dimensions: ["organisation", "team"],
  rules: [
    "How long it takes by hand is what the owner of the action has measured; an action without it adds nothing.",
    "A run saves at most that time, and one that takes longer saves nothing.",
    "Runs that the portal makes by itself, such as those that another run sets off, are not counted beside it.",
    "It is time that was not spent, not money that was saved.",
  ],
  parts: {
    runs: { label: "Runs", unit: "count" },
    actions: { label: "Actions with a baseline", unit: "count" },
  },
  facts,
  evaluate({ runs, actions }, ask) {
    const all = runs.flatMap((r): (Fact & { action: string })[] => {
      const took = span(r.startedAt, r.endedAt);
      return r.status === "succeeded" && !r.bySystem && took !== null
        ? [{ at: r.endedAt!, team: r.team, service: null, value: took, action: r.action }]
        : [];
    });
    const within = chosen(all, ask) as (Fact & { action: string })[];
    return saved(
      actions.flatMap(({ identifier, manualMinutes: minutes }) => {
        const own = within.filter((f) => f.action === identifier);
        const took = medianDisc(own.map((f) => f.value!));
        return minutes === null || took === null ? [] : [{ runs: own.length, took, minutes }];
      }),
    );
  },
  async compute(db, ask) {
    const rows = await db.execute<{ ix: number; key: string | null } & Record<string, number>>(sql`
      select f.ix, ${keyOf(ask)} as key, count(*)::int as runs, max(f.minutes) as minutes,
        percentile_disc(0.5) within group (order by f.value) as took
      from (${inWindows(facts(), ask)}) f
      ${ask.by === null ? sql`` : sql`where ${keyOf(ask)} is not null`} group by f.ix, 2, f.label order by f.label collate "C"`);
    const cells = new Map<string, Saved[]>();
    for (const { ix, key, runs, took, minutes } of rows) {
      const at = `${ix} ${key}`;
      cells.set(at, [...(cells.get(at) ?? []), { runs: runs!, took: took!, minutes: minutes! }]);
    }
    const keys = ask.by === null ? [null] : [...new Set(rows.map(({ key }) => key))].sort();
    return keys.flatMap((key) =>
      ask.windows.map((_, window) => ({ window, key, result: saved(cells.get(`${window} ${key}`) ?? []) })),
    );
  },
};
