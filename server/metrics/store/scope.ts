import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { DEFAULT_SETTINGS } from "@/server/insights/schema";
import { texts } from "./windows";

/** The settings that figures depend on. */
export async function figureSettings(db: Executor): Promise<{ timeZone: string; serviceBlueprint: string }> {
  const [row] = await db.execute<{ zone: string; blueprint: string }>(
    sql`select time_zone as zone, service_blueprint as blueprint from insight_settings`,
  );
  return {
    timeZone: row?.zone ?? DEFAULT_SETTINGS.timeZone,
    serviceBlueprint: row?.blueprint ?? DEFAULT_SETTINGS.serviceBlueprint,
  };
}

/** The share of its minutes that the platform is meant to be up. */
export async function uptimeTarget(db: Executor): Promise<number> {
  const [row] = await db.execute<{ target: number }>(
    sql`select uptime_target as target from insight_settings`,
  );
  return row?.target ?? DEFAULT_SETTINGS.uptimeTarget;
}

/** A team and all below it; empty where nobody knows the team. A circle among parents ends where it began. */
export async function teamsBelow(db: Executor, team: string): Promise<string[]> {
  const rows = await db.execute<{ team: string }>(sql`
    with recursive below as (
      select ${team}::text as team where exists (select from teams where identifier = ${team})
        or exists (select from insight_teams where team = ${team}) or exists (select from insight_service_owners where team = ${team})
        or exists (select from insight_memberships where team = ${team})
      union
      select t.team from insight_teams t join below b on t.parent = b.team
    )
    select team from below order by team`);
  return rows.map((row) => row.team);
}

/** Those of the services that the catalog has, whoever may read them. */
export async function servicesInCatalog(
  db: Executor,
  blueprint: string,
  services: readonly string[],
): Promise<Set<string>> {
  const rows = await db.execute<{ identifier: string }>(sql`
    select e.identifier from entities e join blueprints b on b.id = e.blueprint_id
    where b.identifier = ${blueprint} and e.identifier = any(${texts(services)})`);
  return new Set(rows.map((row) => row.identifier));
}
