import { sql } from "drizzle-orm";
import { chosen, type Floor } from "../core/facts";
import { type Developers, developersOf } from "../core/people";
import { weeksIn } from "../core/range";
import { type MetricResult, noData, type Window } from "../core/result";
import type { MetricDefinition } from "../definition";
import { countFacts } from "../store/aggregate";
import { developersByCell } from "../store/people";

const FLOOR: Floor = { need: 5, of: "developers" };

const facts = () => sql`
  select c.id::text as id, c.merged_at as at, c.team, c.service, coalesce(c.title, '#' || c.number) as label,
    null::boolean as hit, null::float8 as value
  from insight_changes c join insight_people p on p.id = c.author_id and p.is_developer and not p.is_bot
  where c.merged_at is not null and not c.is_bot and c.reverts_change_id is null
    and (c.reverted_by_change_id is null or exists (select 1 from insight_changes r
      where r.id = c.reverted_by_change_id and r.reverted_by_change_id is not null))`;

function perEngineer(
  changes: number,
  { people, fte, fewest }: Developers,
  window: Window,
  zone: string,
): MetricResult {
  if (people === 0) return noData("No developers are known in this period.", FLOOR.need);
  const weeks = weeksIn(window, zone);
  return {
    value: changes / fte / weeks,
    n: changes,
    numerator: changes,
    denominator: fte * weeks,
    parts: { people, fte },
    fewest,
    insufficient:
      people < FLOOR.need
        ? { why: `It needs at least ${FLOOR.need} ${FLOOR.of}.`, have: people, need: FLOOR.need }
        : undefined,
  };
}

export const diffsPerEngineer: MetricDefinition = {
  id: "diffs-per-engineer",
  title: "Merged changes per engineer",
  question: "How much does a team finish, for its size?",
  formula:
    "Changes merged in the period by developers, divided by the developers there were on average (in full-time equivalents) and by the weeks.",
  unit: "perWeek",
  direction: "up",
  floor: FLOOR,
  counts: "changes",
  sources: ["Changes", "People and memberships"],
  window: "12w",
  dimensions: ["organisation", "team"],
  reads: ["insight_changes", "insight_people", "insight_memberships"],
  personal: true,
  rules: [
    "Bots and people who do not write code are on neither side of the line.",
    "A change that was taken back and the one that took it back cancel each other; where that was taken back too, the first stands.",
    "A change counts for the team that its author was in when it was merged.",
    "A person counts for a team for the time that they were in it and employed.",
    "Nothing is shown of fewer than 5 developers, nor of a team for a time in which it had fewer, and nothing of a single person.",
  ],
  parts: {
    people: { label: "Developers", unit: "count" },
    fte: { label: "Full-time equivalents", unit: "count" },
  },
  facts,
  evaluate(events, ask) {
    const people = new Map(events.people.map((p) => [p.id, p]));
    const takenBack = new Set(events.changes.flatMap((c) => (c.revertedByChangeId === null ? [] : [c.id])));
    const all = events.changes.flatMap((c) => {
      const author = c.authorId === null ? undefined : people.get(c.authorId);
      if (!author?.isDeveloper || author.isBot || c.isBot || c.mergedAt === null) return [];
      if (c.revertsChangeId !== null) return [];
      if (c.revertedByChangeId !== null && !takenBack.has(c.revertedByChangeId)) return [];
      return [{ at: c.mergedAt, team: c.team, service: c.service }];
    });
    return perEngineer(chosen(all, ask).length, developersOf(events, ask, ask.window), ask.window, ask.zone);
  },
  async compute(db, ask) {
    const [counts, developers] = await Promise.all([countFacts(db, facts(), ask), developersByCell(db, ask)]);
    const at = new Map(counts.map((c) => [`${c.window} ${c.key}`, c.n]));
    const keys = ask.by === null ? [null] : developers.keys;
    return keys.flatMap((key) =>
      ask.windows.map((w, window) => ({
        window,
        key,
        result: perEngineer(at.get(`${window} ${key}`) ?? 0, developers.of(window, key), w, ask.zone),
      })),
    );
  },
};
