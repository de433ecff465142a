import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Ask } from "../definition";
import { texts } from "./windows";

const COUNTED = sql`production and status = 'success' and duplicate_of is null`;

/**
 * When the first counted deployment ended: of the whole under the key null, or of each team or service that ever had one. Keys
 * are found from one to the next in an index, and so are the first instants: no event but the first is read.
 */
export async function firstDeployments(db: Executor, ask: Ask): Promise<Map<string | null, Date | null>> {
  if (ask.by === null) return new Map([[null, await firstOf(db, ask)]]);
  const by = sql.identifier(ask.by);
  const next = (after: SQL) => sql`(
    select ${by} as key from insight_deployments where ${COUNTED} and ${by} is not null${after} order by ${by} limit 1)`;
  const wanted =
    ask.by === "team"
      ? ask.teams && sql` and key = any(${texts(ask.teams)})`
      : ask.service !== null && sql` and key = ${ask.service}`;
  // Of a team's services, the first deployment that the team had.
  const narrowed =
    ask.by === "service" && ask.teams
      ? sql` and team = any(${texts(ask.teams)})`
      : ask.by === "team" && ask.service !== null
        ? sql` and service = ${ask.service}`
        : sql``;
  const rows = await db.execute<{ key: string; at: string | null }>(sql`
    with recursive k as (
      ${next(sql``)}
      union all
      select ${next(sql` and ${by} > k.key`)} from k where k.key is not null
    )
    select key, (select min(finished_at) from insight_deployments where ${COUNTED} and ${by} = k.key${narrowed}) as at
    from k where key is not null${wanted || sql``} order by key`);
  return new Map(rows.filter((row) => row.at !== null).map((row) => [row.key, new Date(row.at!)]));
}

async function firstOf(db: Executor, { teams, service }: Ask): Promise<Date | null> {
  const of = service === null ? sql`` : sql` and service = ${service}`;
  const first =
    teams === null
      ? sql`select min(finished_at) as at from insight_deployments where ${COUNTED}${of}`
      : sql`select min(first) as at from unnest(${texts(teams)}) t
          cross join lateral (select min(finished_at) as first from insight_deployments where ${COUNTED} and team = t${of}) f`;
  const [row] = await db.execute<{ at: string | null }>(first);
  return row?.at ? new Date(row.at) : null;
}
