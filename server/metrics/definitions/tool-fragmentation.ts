import { sql } from "drizzle-orm";
import type { Floor } from "../core/facts";
import { type MetricResult, noData } from "../core/result";
import { medianDisc } from "../core/statistics/percentile";
import { dayNamed, startOfDay } from "../core/zone";
import type { MetricDefinition } from "../definition";
import { texts, windowRows } from "../store/windows";
import { byCell } from "./survival";

const FLOOR: Floor = { need: 5, of: "developers" };
const COVERAGE = 0.7;

function fragmentation(counts: readonly number[], heard: number, known: number): MetricResult {
  const people = counts.length;
  if (people === 0) return noData("No use of tools is known in this period.", FLOOR.need);
  const parts = { people, tools: known, coverage: known ? heard / known : null };
  if (known && heard / known < COVERAGE)
    return {
      value: null,
      n: 0,
      parts,
      insufficient: {
        why: "Too many of the tools that were heard of before are silent in this period.",
        have: heard,
        need: Math.ceil(COVERAGE * known),
      },
    };
  return {
    value: medianDisc(counts),
    n: people,
    parts,
    insufficient:
      people < FLOOR.need
        ? { why: `It needs at least ${FLOOR.need} ${FLOOR.of}.`, have: people, need: FLOOR.need }
        : undefined,
  };
}

export const toolFragmentation: MetricDefinition = {
  id: "tool-fragmentation",
  title: "Tool fragmentation",
  question: "Between how many tools do people have to move?",
  formula:
    "Median, over the developers who used any, of the number of tools that each used at least once in the period.",
  unit: "count",
  direction: "down",
  floor: FLOOR,
  counts: "people",
  sources: ["Use of tools, from single sign-on or the tools' own logs"],
  window: "28d",
  dimensions: ["organisation", "team"],
  reads: ["insight_tool_uses", "insight_people", "insight_memberships"],
  personal: true,
  rules: [
    `There is no value while less than ${COVERAGE * 100} % of the tools ever heard of are heard of in the period: a log that broke off would look like progress.`,
    "A person counts for the teams that they were in on a day on which they used something.",
    "Nothing is shown of fewer than 5 developers.",
  ],
  parts: {
    tools: { label: "Tools known", unit: "count" },
    coverage: { label: "Tools heard of", unit: "ratio" },
  },
  evaluate(events, ask) {
    const at = (day: string) => startOfDay(dayNamed(day)!, ask.zone);
    const known = new Set(events.toolUses.filter((u) => at(u.day) < ask.window.to).map((u) => u.tool));
    const inWindow = events.toolUses.filter((u) => at(u.day) >= ask.window.from && at(u.day) < ask.window.to);
    const counts = events.people
      .filter((p) => p.isDeveloper && !p.isBot)
      .map((p) => {
        const mine = inWindow.filter(
          (u) =>
            u.personId === p.id &&
            (ask.teams === null ||
              events.memberships.some(
                (m) =>
                  m.personId === p.id &&
                  ask.teams!.includes(m.team) &&
                  m.startsAt <= at(u.day) &&
                  (m.endsAt === null || m.endsAt > at(u.day)),
              )),
        );
        return new Set(mine.map((u) => u.tool)).size;
      })
      .filter((count) => count > 0);
    return fragmentation(counts, new Set(inWindow.map((u) => u.tool)).size, known.size);
  },
  async compute(db, ask) {
    const byTeam = ask.by === "team";
    const member =
      ask.teams === null && !byTeam
        ? sql``
        : sql`join insight_memberships m on m.person_id = u.person_id and m.starts_at <= u.at
            and (m.ends_at is null or m.ends_at > u.at)${ask.teams === null ? sql`` : sql` and m.team = any(${texts(ask.teams)})`}`;
    const uses = sql`select tool, person_id, day::timestamp at time zone ${ask.zone} as at from insight_tool_uses`;
    const [rows, tools] = await Promise.all([
      db.execute<{ ix: number; key: string | null; tools: number }>(sql`
        select w.ix, ${byTeam ? sql`m.team` : sql`null::text`} as key, count(distinct u.tool)::int as tools
        from (${windowRows(ask)}) w join (${uses}) u on u.at >= w.starts and u.at < w.ends
        join insight_people p on p.id = u.person_id and p.is_developer and not p.is_bot ${member}
        group by 1, 2, u.person_id`),
      db.execute<{ ix: number; heard: number; known: number }>(sql`
        select w.ix, count(distinct u.tool) filter (where u.at >= w.starts)::int as heard, count(distinct u.tool)::int as known
        from (${windowRows(ask)}) w join (${uses}) u on u.at < w.ends group by 1`),
    ]);
    const of = new Map(tools.map((t) => [t.ix, t]));
    const cells = byCell(ask.windows.length, ask.by === null, rows, (cell) => {
      const coverage = of.get(cell[0]?.ix ?? -1);
      return fragmentation(
        cell.map((c) => c.tools),
        coverage?.heard ?? 0,
        coverage?.known ?? 0,
      );
    });
    return cells;
  },
};
