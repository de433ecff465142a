import { sql } from "drizzle-orm";
import { chosen } from "../core/facts";
import { weeksIn } from "../core/range";
import { type MetricResult, noData, type Window } from "../core/result";
import type { MetricDefinition } from "../definition";
import { perCell } from "../store/aggregate";
import { inWindows, keyOf } from "../store/windows";

const facts = () => sql`
  select t.id::text as id, t.opened_at as at, t.team, t.service, coalesce(t.title, t.area) as label, null::boolean as hit,
    t.handling_seconds / 3600::float8 as value
  from insight_tickets t where t.is_platform and not t.automatic`;

function toil(tickets: number, timed: number, seconds: number, window: Window, zone: string): MetricResult {
  if (timed === 0) return noData("No ticket of this period says how long it took.");
  return {
    value: seconds / 3_600 / weeksIn(window, zone),
    n: timed,
    parts: { tickets, timed: timed / tickets },
  };
}

export const toilHours: MetricDefinition = {
  id: "toil-hours",
  title: "Hours of toil each week",
  question: "How much time do requests by hand take?",
  formula:
    "The time it took to handle the platform's tickets that were opened in the period, divided by its weeks.",
  unit: "hours",
  direction: "down",
  floor: null,
  counts: "tickets",
  sources: ["Tickets"],
  window: "28d",
  dimensions: ["organisation", "team"],
  reads: ["insight_tickets"],
  rules: [
    "Tickets that a machine opened do not count.",
    "Tickets that do not say how long they took add nothing; how many say it is shown.",
  ],
  parts: {
    tickets: { label: "Tickets", unit: "count" },
    timed: { label: "Tickets that say how long they took", unit: "ratio" },
  },
  facts,
  evaluate(events, ask) {
    const all = chosen(
      events.tickets
        .filter((t) => t.isPlatform && !t.automatic)
        .map((t) => ({ at: t.openedAt, team: t.team, service: t.service, value: t.handlingSeconds })),
      ask,
    );
    const timed = all.flatMap((t) => (typeof t.value === "number" ? [t.value] : []));
    return toil(
      all.length,
      timed.length,
      timed.reduce((a, b) => a + b, 0),
      ask.window,
      ask.zone,
    );
  },
  async compute(db, ask) {
    const rows = await db.execute<{
      window: number;
      key: string | null;
      n: number;
      timed: number;
      seconds: number;
    }>(sql`
      select f.ix as window, ${keyOf(ask)} as key, count(*)::int as n, count(f.value)::int as timed,
        coalesce(sum(f.value) * 3600, 0)::float8 as seconds
      from (${inWindows(facts(), ask)}) f ${ask.by === null ? sql`` : sql`where ${keyOf(ask)} is not null`} group by 1, 2`);
    return perCell(ask, rows, (cell, window) =>
      toil(cell?.n ?? 0, cell?.timed ?? 0, cell?.seconds ?? 0, window, ask.zone),
    );
  },
};
