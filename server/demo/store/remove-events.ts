import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { DEMO_SOURCE } from "../schema";

/** So many rows go at a time, so that nobody waits for long. */
const AT_ONCE = 2_000;

/** Repeats a statement that deletes some, until there is nothing left of them. */
export async function untilNone(db: Database, some: (most: number) => SQL): Promise<void> {
  for (;;) {
    const gone = await db.execute(sql`${some(AT_ONCE)} returning 1`);
    if (gone.length < AT_ONCE) return;
  }
}

/** Deletes what tables with an id and a source have of the scenario. */
export const removeTold = (
  db: Database,
  table:
    "insight_deployments" | "insight_incidents" | "insight_tickets" | "insight_findings" | "insight_batches",
): Promise<void> =>
  untilNone(
    db,
    (most) => sql`
      delete from ${sql.identifier(table)} where id in (
        select id from ${sql.identifier(table)} where source = ${DEMO_SOURCE} limit ${most})`,
  );

/** Changes with their commits, each part whole. */
export async function removeChanges(db: Database): Promise<void> {
  await untilNone(
    db,
    (most) => sql`
      with gone as (select id from insight_changes where source = ${DEMO_SOURCE} limit ${most}),
        commits as (delete from insight_commits where change_id in (select id from gone) returning 1)
      delete from insight_changes where id in (select id from gone)`,
  );
}

/** Times in which components were down on purpose, and what teams spent their weeks on. */
export async function removeRecords(db: Database): Promise<void> {
  await db.execute(sql`delete from insight_maintenance where source = ${DEMO_SOURCE}`);
  await db.execute(sql`delete from insight_time_entries where source = ${DEMO_SOURCE}`);
}

/** What people of the scenario looked at and used before they came into the portal: all of it is made up. */
export async function removeUses(db: Database, anchor: string): Promise<void> {
  for (const table of ["insight_visits", "insight_tool_uses"])
    await db.execute(sql`
      delete from ${sql.identifier(table)} t using insight_people p, demo_items i
      where t.person_id = p.id and i.kind = 'user' and i.key = p.user_id::text and t.day < ${anchor}::date`);
}

export const removeProbes = (db: Database): Promise<void> =>
  untilNone(
    db,
    (most) => sql`
      delete from insight_probes p using (
        select component, at, probe from insight_probes where source = ${DEMO_SOURCE} limit ${most}) g
      where p.component = g.component and p.at = g.at and p.probe = g.probe`,
  );

/** Has everything matched anew that is left: it may have been put down to what is gone. */
export async function markRest(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    insert into insight_marks (service)
    select service from insight_deployments where service is not null union select service from insight_incidents`);
}
