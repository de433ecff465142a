import { sql } from "drizzle-orm";
import { type Floor, ratioResult } from "../core/facts";
import { developersOf, employment } from "../core/people";
import type { MetricResult } from "../core/result";
import { dayNamed, startOfDay } from "../core/zone";
import type { MetricDefinition } from "../definition";
import { developersByCell, employed } from "../store/people";
import { windowRows } from "../store/windows";

const FLOOR: Floor = { need: 5, of: "developers" };

const reach = (visitors: number, people: number): MetricResult => ({
  ...ratioResult(visitors, people, FLOOR, "developers"),
  parts: { people },
});

export const portalReach: MetricDefinition = {
  id: "portal-reach",
  title: "Reach of the portal",
  question: "How many of those it is for come to the portal?",
  formula: "Developers who opened the portal on any day of the period, divided by the developers there were.",
  unit: "ratio",
  direction: "up",
  floor: FLOOR,
  counts: "developers",
  sources: ["Visits to the portal, by person and day", "People"],
  window: "28d",
  dimensions: ["organisation"],
  reads: ["insight_visits", "insight_people"],
  personal: true,
  rules: ["A person counts once, however often they came.", "Nothing is shown of fewer than 5 developers."],
  parts: { people: { label: "Developers", unit: "count" } },
  evaluate(events, ask) {
    const visitors = events.people.filter((p) => {
      if (!p.isDeveloper || p.isBot) return false;
      const { from, to } = employment(p, ask.zone);
      return events.visits.some((v) => {
        const at = startOfDay(dayNamed(v.day)!, ask.zone);
        return (
          v.personId === p.id &&
          at >= ask.window.from &&
          at < ask.window.to &&
          Number(at) >= from &&
          Number(at) < to
        );
      });
    });
    return reach(visitors.length, developersOf(events, ask, ask.window).people);
  },
  async compute(db, ask) {
    const [developers, rows] = await Promise.all([
      developersByCell(db, { ...ask, by: null }),
      db.execute<{ ix: number; n: number }>(sql`
        select w.ix, count(distinct v.person_id)::int as n from (${windowRows(ask)}) w
        join (select person_id, day::timestamp at time zone ${ask.zone} as at from insight_visits) v
          on v.at >= w.starts and v.at < w.ends
        join insight_people p on p.id = v.person_id and p.is_developer and not p.is_bot
          and (p.left_on is null or p.hired_on is null or p.left_on >= p.hired_on) and v.at <@ ${employed(sql`p`, ask.zone)}
        group by 1`),
    ]);
    const visitors = new Map(rows.map((row) => [row.ix, row.n]));
    return ask.windows.map((_, window) => ({
      window,
      key: null,
      result: reach(visitors.get(window) ?? 0, developers.of(window, null).people),
    }));
  },
};
