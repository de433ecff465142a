import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { type Developers, NOBODY } from "../core/people";
import type { Ask } from "../definition";
import { texts, windowRows } from "./windows";

/** When somebody is employed, as an interval of instants: from the begin of the first day to the end of the last. */
export const employed = (person: SQL, zone: string): SQL => sql`tstzrange(
  ${person}.hired_on::timestamp at time zone ${zone}, (${person}.left_on + 1)::timestamp at time zone ${zone})`;

/** Developers by window and key, in one pass. Gives back a lookup; nobody where there is none. */
export async function developersByCell(
  db: Executor,
  ask: Ask,
): Promise<{ of(window: number, key: string | null): Developers; keys: string[] }> {
  const byTeam = ask.by === "team";
  const narrowed = ask.teams === null ? sql`` : sql` and m.team = any(${texts(ask.teams)})`;
  const times =
    ask.teams === null && !byTeam
      ? sql`select p.id, p.fte, null::text as key, tstzmultirange(${employed(sql`p`, ask.zone)}) as times
          from insight_people p where p.is_developer and not p.is_bot
            and (p.left_on is null or p.hired_on is null or p.left_on >= p.hired_on)`
      : sql`select p.id, p.fte, ${byTeam ? sql`m.team` : sql`null::text`} as key,
            range_agg(tstzrange(m.starts_at, m.ends_at)) * tstzmultirange(${employed(sql`p`, ask.zone)}) as times
          from insight_people p join insight_memberships m on m.person_id = p.id
          where p.is_developer and not p.is_bot and (m.ends_at is null or m.ends_at > m.starts_at)
            and (p.left_on is null or p.hired_on is null or p.left_on >= p.hired_on)${narrowed}
          group by p.id${byTeam ? sql`, m.team` : sql``}`;
  type Row = { ix: number; key: string | null } & Developers;
  const rows = await db.execute<Row & Record<string, unknown>>(sql`
    select w.ix, p.key, count(*)::int as people, sum(o.share)::float8 as headcount, sum(p.fte * o.share)::float8 as fte
    from (${windowRows(ask)}) w cross join (${times}) p
    cross join lateral (
      select sum(extract(epoch from upper(r) - lower(r))) / extract(epoch from w.ends - w.starts) as share
      from unnest(p.times * tstzmultirange(tstzrange(w.starts, w.ends))) r) o
    where o.share > 0 group by 1, 2`);
  const cells = new Map(
    rows.map(({ ix, key, people, headcount, fte }) => [`${ix} ${key}`, { people, headcount, fte }]),
  );
  return {
    of: (window, key) => cells.get(`${window} ${key}`) ?? NOBODY,
    keys: [...new Set(rows.map((row) => row.key).filter((key) => key !== null))].sort(),
  };
}
