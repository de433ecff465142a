import { sql } from "drizzle-orm";
import type { Floor } from "../core/facts";
import { type Developers, developersOf } from "../core/people";
import type { Window } from "../core/result";
import { type TeamWeek, timeOnNew } from "../core/time-spent";
import { dayNamed, dayOf, startOf, startOfDay } from "../core/zone";
import type { MetricDefinition } from "../definition";
import { developersByCell } from "../store/people";
import { instant, spanOf, texts } from "../store/windows";

const FLOOR: Floor = { need: 5, of: "developers" };

/** The ISO weeks that begin within a window. */
function weeksBegun({ from, to }: Window, zone: string): Window[] {
  const weeks: Window[] = [];
  for (let day = startOf("week", dayOf(from, zone)); startOfDay(day, zone) < to; day += 7)
    if (startOfDay(day, zone) >= from)
      weeks.push({ from: startOfDay(day, zone), to: startOfDay(day + 7, zone) });
  return weeks;
}

export const timeOnNewCapabilities: MetricDefinition = {
  id: "time-on-new-capabilities",
  title: "Time on new capabilities",
  question: "How much of the time goes into something new?",
  formula:
    "The shares of time recorded for new capabilities, divided by all shares recorded, over the ISO weeks that begin in the period.",
  unit: "ratio",
  direction: "up",
  floor: FLOOR,
  counts: "team weeks",
  sources: ["Time entries", "People and memberships"],
  window: "12w",
  dimensions: ["organisation", "team"],
  reads: ["insight_time_entries", "insight_people", "insight_memberships"],
  personal: true,
  rules: [
    "There is no value while less than 60 % of the developers' time is accounted for: the shares told of a team's week, of its people then.",
    "Where the entries come from, a system or a survey, stands with the source of each.",
    "Nothing is shown of fewer than 5 developers.",
  ],
  parts: { coverage: { label: "Time accounted for", unit: "ratio" } },
  evaluate(events, ask) {
    const weeks = weeksBegun(ask.window, ask.zone);
    const teamWeeks = weeks.flatMap((week) => {
      const begun = events.timeEntries.filter(
        (e) =>
          startOfDay(dayNamed(e.week)!, ask.zone).getTime() === week.from.getTime() &&
          (ask.teams === null || ask.teams.includes(e.team)),
      );
      return [...new Set(begun.map((e) => e.team))].map((team): TeamWeek => ({
        team,
        entries: begun.filter((e) => e.team === team),
        fte: developersOf(events, { teams: [team], zone: ask.zone }, week).fte,
      }));
    });
    const total = weeks.reduce((fte, week) => fte + developersOf(events, ask, week).fte, 0);
    return timeOnNew(teamWeeks, total, developersOf(events, ask, ask.window).people);
  },
  async compute(db, ask) {
    const { from, to } = spanOf(ask);
    const weeks = weeksBegun({ from, to }, ask.zone);
    const weekly = { ...ask, windows: weeks, detailed: 0 };
    const nobody = { of: (): Developers => ({ people: 0, headcount: 0, fte: 0 }), keys: [] };
    type Row = { at: number; team: string; category: string; share: number };
    const [rows, byTeam, all, present] = await Promise.all([
      db.execute<Row>(sql`
        select extract(epoch from e.at)::float8 * 1000 as at, e.team, e.category, sum(e.share)::float8 as share
        from (select *, week::timestamp at time zone ${ask.zone} as at from insight_time_entries) e
        where e.at >= ${instant(from)} and e.at < ${instant(to)}${ask.teams === null ? sql`` : sql` and e.team = any(${texts(ask.teams)})`}
        group by 1, 2, 3`),
      weeks.length ? developersByCell(db, { ...weekly, by: "team" }) : nobody,
      weeks.length ? developersByCell(db, { ...weekly, by: null }) : nobody,
      developersByCell(db, ask),
    ]);
    const ix = new Map(weeks.map((w, n) => [w.from.getTime(), n]));
    const teamWeeks = new Map<string, TeamWeek & { at: number }>();
    for (const { at, team, category, share } of rows) {
      const week = ix.get(at);
      if (week === undefined) continue;
      const known = teamWeeks.get(`${at} ${team}`) ?? {
        at,
        team,
        entries: [],
        fte: byTeam.of(week, team).fte,
      };
      known.entries.push({ category, share });
      teamWeeks.set(`${at} ${team}`, known);
    }
    const told = [...teamWeeks.values()];
    const keys =
      ask.by === null ? [null] : [...new Set([...present.keys, ...told.map((t) => t.team)])].sort();
    return keys.flatMap((key) =>
      ask.windows.map((w, window) => {
        const begun = weeks.flatMap((week, n) => (week.from >= w.from && week.from < w.to ? [n] : []));
        const mine = told.filter(
          (t) => t.at >= w.from.getTime() && t.at < w.to.getTime() && (key === null || t.team === key),
        );
        const fteOf = (n: number) => (key === null ? all.of(n, null) : byTeam.of(n, key)).fte;
        const total = begun.reduce((fte, n) => fte + fteOf(n), 0);
        return { window, key, result: timeOnNew(mine, total, present.of(window, key).people) };
      }),
    );
  },
};
