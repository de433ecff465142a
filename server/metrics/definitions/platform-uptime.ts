import { sql } from "drizzle-orm";
import type { EventSet } from "../core/events";
import type { Fact } from "../core/facts";
import type { MetricResult } from "../core/result";
import type { MetricDefinition } from "../definition";
import { uptimeTarget } from "../store/scope";
import { instant, spanOf } from "../store/windows";
import { share } from "./kinds";

function minutesOf({ probes, maintenance }: EventSet): Fact[] {
  const looks = new Map<string, { at: Date; failed: number; all: number }>();
  for (const p of probes) {
    const planned = maintenance.some(
      (m) => m.component === p.component && p.at >= m.startsAt && p.at < m.endsAt,
    );
    if (!p.critical || planned) continue;
    const id = `${p.at.getTime()} ${p.component}`;
    const look = looks.get(id) ?? { at: p.at, failed: 0, all: 0 };
    look.all += 1;
    if (!p.ok) look.failed += 1;
    looks.set(id, look);
  }
  const minutes = new Map<number, boolean>();
  for (const { at, failed, all } of looks.values())
    minutes.set(at.getTime(), (minutes.get(at.getTime()) ?? true) && failed * 2 <= all);
  return [...minutes].map(([at, up]) => ({
    at: new Date(at),
    team: null,
    service: null,
    hit: up,
    parts: { down: !up },
  }));
}

const minutes = share(
  {
    id: "platform-uptime",
    title: "Platform uptime",
    question: "How much of the time can the platform be used?",
    formula:
      "Minutes in which every critical component was up, divided by all minutes in which they were looked at, without planned maintenance.",
    unit: "ratio",
    direction: "up",
    floor: null,
    counts: "minutes",
    sources: ["Probes", "Maintenance"],
    window: "1m",
    dimensions: ["organisation"],
    reads: ["insight_probes", "insight_maintenance", "insight_settings"],
    rules: [
      "A component is down in a minute when more than half of its probes failed: two of three, or the only one.",
      "One critical component that is down is enough.",
      "A component in planned maintenance is not looked at; a minute in which none is counts for nothing.",
      "Minutes without a probe are neither up nor down.",
      "The error budget is what may be down of the looked-at minutes by the target of the settings on Data sources, 99.9 % unless another is set; below nothing, more was spent than there was.",
      "It is a share of time, not of requests. Minutes follow one another, so there is no interval.",
    ],
    parts: {
      down: { label: "Minutes down", unit: "count" },
      target: { label: "Target", unit: "ratio" },
      budget: { label: "Error budget that is left", unit: "ratio" },
    },
  },
  {
    things: "probes",
    plain: minutesOf,
    facts: (ask) => {
      const { from, to } = spanOf(ask);
      return sql`
        select to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as id, c.at, null::text as team, null::text as service,
          string_agg(c.component, ', ' order by c.component) filter (where not c.up) as label, bool_and(c.up) as hit,
          null::float8 as value, not bool_and(c.up) as down
        from (
          select p.at, p.component, count(*) filter (where not p.ok) * 2 <= count(*) as up
          from insight_probes p
          where p.critical and p.at >= ${instant(from)} and p.at < ${instant(to)} and not exists (
            select from insight_maintenance m where m.component = p.component and p.at >= m.starts_at and p.at < m.ends_at)
          group by p.at, p.component
        ) c group by c.at`;
    },
  },
  ["down"],
);

/** Without the interval, and with what is left of the budget: 1 is all of it, under 0 more is spent than there was. */
function withBudget({ interval: _interval, ...result }: MetricResult, target: number): MetricResult {
  const { numerator: up, denominator: all } = result;
  if (result.value === null || up === undefined || !all) return result;
  return { ...result, parts: { ...result.parts, target, budget: 1 - (all - up) / (all * (1 - target)) } };
}

export const platformUptime: MetricDefinition = {
  ...minutes,
  evaluate: (events, ask) => withBudget(minutes.evaluate(events, ask), events.uptimeTarget),
  async compute(db, ask) {
    const [cells, target] = await Promise.all([minutes.compute(db, ask), uptimeTarget(db)]);
    return cells.map((cell) => ({ ...cell, result: withBudget(cell.result, target) }));
  },
};
