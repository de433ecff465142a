import { sql } from "drizzle-orm";
import { type Floor, ratioResult } from "../core/facts";
import type { MetricResult } from "../core/result";
import { dayNamed, startOfDay } from "../core/zone";
import type { MetricDefinition } from "../definition";
import { windowRows } from "../store/windows";

const FLOOR: Floor = { need: 5, of: "people who looked something up" };

const deflected = (without: number, days: number, people: number): MetricResult => ({
  ...ratioResult(without, days, null, "days on which somebody looked something up"),
  parts: { people },
});

export const deflection: MetricDefinition = {
  id: "deflection",
  title: "Deflection",
  question: "How often does looking something up make a ticket needless?",
  formula:
    "Days on which a person looked something up in the documentation or by search and opened no ticket, divided by all days on which a person looked something up.",
  unit: "ratio",
  direction: "up",
  floor: FLOOR,
  counts: "days with a look-up",
  sources: ["Look-ups in the portal, by person and day", "Tickets"],
  window: "28d",
  dimensions: ["organisation"],
  personal: true,
  rules: [
    "A person counts once a day, however often they looked.",
    "A ticket is set against a look-up where its opener is known and it was opened on the same day, by the clock of the organisation.",
    "Tickets that a machine opened, or that are not the platform's, do not count.",
    "Nothing is shown of fewer than 5 people.",
  ],
  parts: { people: { label: "People", unit: "count" } },
  evaluate({ lookups, tickets }, { window, zone }) {
    const begin = (day: string, more = 0) => startOfDay(dayNamed(day)! + more, zone);
    const days = lookups.filter(({ day }) => begin(day) >= window.from && begin(day) < window.to);
    const without = days.filter(
      ({ day, personId }) =>
        !tickets.some(
          (t) =>
            t.isPlatform &&
            !t.automatic &&
            t.openedById === personId &&
            t.openedAt >= begin(day) &&
            t.openedAt < begin(day, 1),
        ),
    );
    return deflected(without.length, days.length, new Set(days.map(({ personId }) => personId)).size);
  },
  async compute(db, ask) {
    const day = (more: string) => sql`(l.day + ${sql.raw(more)})::timestamp at time zone ${ask.zone}`;
    const rows = await db.execute<{ ix: number; days: number; without: number; people: number }>(sql`
      select w.ix, count(*)::int as days, count(*) filter (where not l.asked)::int as without,
        count(distinct l.person_id)::int as people
      from (${windowRows(ask)}) w join (
        select l.person_id, ${day("0")} as at, exists (
          select from insight_tickets t where t.opened_by_id = l.person_id and t.is_platform and not t.automatic
            and t.opened_at >= ${day("0")} and t.opened_at < ${day("1")}) as asked
        from insight_lookups l
      ) l on l.at >= w.starts and l.at < w.ends group by w.ix`);
    const of = new Map(rows.map((row) => [row.ix, row]));
    return ask.windows.map((_, window) => {
      const { without = 0, days = 0, people = 0 } = of.get(window) ?? {};
      return { window, key: null, result: deflected(without, days, people) };
    });
  },
};
