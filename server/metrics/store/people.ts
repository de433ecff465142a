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
  type Row = { ix: number; key: string | null } & Required<Developers>;
  const rows = await db.execute<Row & Record<string, unknown>>(sql`
    with cells as materialized (
      select w.ix, p.key, p.fte, w.starts, w.ends, p.times * tstzmultirange(tstzrange(w.starts, w.ends)) as times
      from (${windowRows(ask)}) w cross join (${times}) p),
    turns as (
      select c.ix, c.key, t.at, t.turn from cells c cross join lateral unnest(c.times) r
      cross join lateral (values (lower(r), 1), (upper(r), -1)) t(at, turn)),
    running as (select ix, key, sum(turn) over (partition by ix, key order by at) as there from turns),
    fewest as (select ix, key, min(there)::int as fewest from running where there > 0 group by 1, 2)
    select c.ix, c.key, count(*)::int as people, sum(o.share)::float8 as headcount, sum(c.fte * o.share)::float8 as fte,
      max(f.fewest) as fewest
    from cells c left join fewest f on f.ix = c.ix and f.key is not distinct from c.key
    cross join lateral (
      select sum(extract(epoch from upper(r) - lower(r))) / extract(epoch from c.ends - c.starts) as share
      from unnest(c.times) r) o
    where o.share > 0 group by 1, 2`);
  const cells = new Map(
    rows.map(({ ix, key, people, headcount, fte, fewest }) => [
      `${ix} ${key}`,
      { people, headcount, fte, ...(ask.teams === null && !byTeam ? {} : { fewest }) },
    ]),
  );
  return {
    of: (window, key) => cells.get(`${window} ${key}`) ?? NOBODY,
    keys: [...new Set(rows.map((row) => row.key).filter((key) => key !== null))].sort(),
  };
}
