import { sql } from "drizzle-orm";
import type { EventSet, Person } from "../core/events";
import { type Floor, type PlainAsk, within } from "../core/facts";
import { employment } from "../core/people";
import type { MetricResult } from "../core/result";
import { kaplanMeier, type Waiting } from "../core/statistics/kaplan-meier";
import { dayNamed, startOfDay } from "../core/zone";
import type { MetricDefinition } from "../definition";
import { texts, windowRows } from "../store/windows";
import { counted, isCounted } from "./deployments";
import { byCell, cohortResult, waiting } from "./survival";

const FLOOR: Floor = { need: 5, of: "people" };
const TENTH = 10;

interface Start {
  tenth: Waiting;
  deployed: Waiting;
}

const result = (starts: readonly Start[]): MetricResult =>
  cohortResult(
    starts.map((s) => s.tenth),
    FLOOR,
    "developers who began",
    starts.length ? { firstDeployment: kaplanMeier(starts.map((s) => s.deployed)).median } : {},
  );

/** The team that somebody was in first after they began. */
function firstTeam(person: Person, hired: Date, { memberships }: EventSet): string | null {
  const after = memberships
    .filter((m) => m.personId === person.id && (m.endsAt === null || m.endsAt > hired))
    .sort((a, b) => Number(a.startsAt) - Number(b.startsAt) || (a.team < b.team ? -1 : 1));
  return after[0]?.team ?? null;
}

function startOf(person: Person, hired: Date, events: EventSet, ask: PlainAsk): Start {
  const left = employment(person, ask.zone).to;
  const seenUntil = new Date(Math.min(left, ask.asOf.getTime()));
  const mine = events.changes.filter((c) => c.authorId === person.id && !c.isBot && c.mergedAt !== null);
  const merges = mine
    .filter((c) => c.mergedAt! >= hired)
    .sort((a, b) => Number(a.mergedAt) - Number(b.mergedAt));
  const ends = events.deployedChanges
    .filter((l) => mine.some((c) => c.id === l.changeId))
    .map((l) => events.deployments.find((d) => d.id === l.deploymentId))
    .filter((d) => d !== undefined && isCounted(d) && d.finishedAt! >= hired)
    .map((d) => Number(d!.finishedAt));
  return {
    tenth: waiting(hired, merges[TENTH - 1]?.mergedAt ?? null, seenUntil),
    deployed: waiting(hired, ends.length ? new Date(Math.min(...ends)) : null, seenUntil),
  };
}

export const onboardingTime: MetricDefinition = {
  id: "onboarding-time",
  title: "Onboarding time",
  question: "How long until somebody new works as others do?",
  formula: `Median, over the developers who began in the period, of the merge of their ${TENTH}th change less their first day. Who has not got there yet is counted (Kaplan and Meier). Beside it: until something of theirs first reached production.`,
  unit: "duration",
  direction: "down",
  floor: FLOOR,
  counts: "people who began",
  sources: ["People and memberships", "Changes", "Deployments"],
  window: "26w",
  needs: "26w",
  dimensions: ["organisation", "team"],
  personal: true,
  rules: [
    "A person belongs to the period of their first day, and to the team that they were first in.",
    "Somebody who left is counted until then.",
    "Nothing is shown of fewer than 5 people.",
    "Who comes back counts from the day that the source names; leave is not taken out.",
  ],
  parts: {
    firstDeployment: { label: "Until the first deployment", unit: "duration" },
    waiting: { label: "Not there yet", unit: "ratio" },
  },
  evaluate(events, ask) {
    return result(
      events.people.flatMap((person) => {
        if (!person.isDeveloper || person.isBot || person.hiredOn === null) return [];
        const hired = startOfDay(dayNamed(person.hiredOn)!, ask.zone);
        if (!within(hired, ask.window)) return [];
        const team = firstTeam(person, hired, events);
        if (ask.teams !== null && (team === null || !ask.teams.includes(team))) return [];
        return [startOf(person, hired, events, ask)];
      }),
    );
  },
  async compute(db, ask) {
    type Row = {
      ix: number;
      key: string | null;
      from: number;
      left: number | null;
      tenth: number | null;
      deployed: number | null;
    };
    const zoned = (day: string) => sql`(${sql.raw(day)})::timestamp at time zone ${ask.zone}`;
    const ms = (column: string) => sql`extract(epoch from ${sql.raw(column)})::float8 * 1000`;
    const rows = await db.execute<Row>(sql`
      select w.ix, ${ask.by === "team" ? sql`t.team` : sql`null::text`} as key, ${ms("p.hired")} as "from",
        ${ms("p.left_at")} as left, ${ms("c.tenth")} as tenth, ${ms("d.first")} as deployed
      from (${windowRows(ask)}) w
      join (
        select id, ${zoned("hired_on")} as hired, ${zoned("left_on + 1")} as left_at from insight_people
        where is_developer and not is_bot and hired_on is not null
      ) p on p.hired >= w.starts and p.hired < w.ends
      left join lateral (
        select m.team from insight_memberships m
        where m.person_id = p.id and (m.ends_at is null or m.ends_at > p.hired) order by m.starts_at, m.team limit 1) t on true
      left join lateral (
        select c.merged_at as tenth from insight_changes c
        where c.author_id = p.id and not c.is_bot and c.merged_at >= p.hired order by c.merged_at offset ${TENTH - 1} limit 1) c on true
      left join lateral (
        select min(d.finished_at) as first from insight_changes c
        join insight_deployment_changes l on l.change_id = c.id
        join insight_deployments d on d.id = l.deployment_id and ${counted(sql`d`)} and d.finished_at >= p.hired
        where c.author_id = p.id and not c.is_bot and c.merged_at is not null) d on true
      where true${ask.teams === null ? sql`` : sql` and t.team = any(${texts(ask.teams)})`}${ask.by === "team" ? sql` and t.team is not null` : sql``}`);
    return byCell(
      ask.windows.length,
      ask.by === null,
      rows.map(({ ix, key, from, left, tenth, deployed }) => {
        const seenUntil = new Date(Math.min(left ?? Infinity, ask.asOf.getTime()));
        const until = (at: number | null) =>
          waiting(new Date(from), at === null ? null : new Date(at), seenUntil);
        return { ix, key, start: { tenth: until(tenth), deployed: until(deployed) } };
      }),
      (cell) => result(cell.map((c) => c.start)),
    );
  },
};
