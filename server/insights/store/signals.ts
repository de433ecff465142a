import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { insightFormStarts } from "@/db/schema/insight-people";

/** A person of the portal whom the histories do not know yet is counted from the next time on. */
export async function insertVisit(db: Executor, userId: string, timeZone: string): Promise<void> {
  await db.execute(sql`
    insert into insight_visits (day, person_id)
    select (now() at time zone ${timeZone})::date, p.id from insight_people p where p.user_id::text = ${userId}
    on conflict do nothing`);
}

export async function insertFormStart(
  db: Executor,
  start: { id: string; action: string; team: string | null },
): Promise<void> {
  await db.insert(insightFormStarts).values(start).onConflictDoNothing();
}

export async function submitForm(db: Executor, id: string, runId: string): Promise<void> {
  await db.execute(sql`
    update insight_form_starts set submitted_at = now(), run_id = ${runId} where id = ${id} and submitted_at is null`);
}
