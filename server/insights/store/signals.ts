import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { insightFormStarts } from "@/db/schema/insight-people";

/** Notes a day on which a person was there. One whom the histories do not know yet is counted from the next time on. */
const insertDay =
  (table: "insight_visits" | "insight_lookups") => async (db: Executor, userId: string, timeZone: string) => {
    await db.execute(sql`
    insert into ${sql.identifier(table)} (day, person_id)
    select (now() at time zone ${timeZone})::date, p.id from insight_people p where p.user_id::text = ${userId}
    on conflict do nothing`);
  };

export const insertVisit = insertDay("insight_visits");
export const insertLookup = insertDay("insight_lookups");

export async function insertFormStart(
  db: Executor,
  start: { id: string; action: string; team: string | null },
): Promise<void> {
  await db.insert(insightFormStarts).values(start).onConflictDoNothing();
}

/** The last step that was open of a form that has not been sent. */
export async function updateStep(db: Executor, id: string, step: string): Promise<void> {
  await db.execute(sql`
    update insight_form_starts set step = ${step}
    where id = ${id} and submitted_at is null and step is distinct from ${step}`);
}

export async function submitForm(db: Executor, id: string, runId: string): Promise<void> {
  await db.execute(sql`
    update insight_form_starts set submitted_at = now(), run_id = ${runId} where id = ${id} and submitted_at is null`);
}
