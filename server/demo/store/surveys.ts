import { sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";

/** The waves of the scenario that were taken in, by what they are known by outside. */
export async function knownWaves(db: Executor): Promise<Set<string>> {
  const rows = await db.execute<{ id: string }>(
    sql`select external_id as id from survey_waves where external_id like 'demo:%'`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Deletes the waves of the scenario, and surveys that came into use by them alone. */
export async function removeWaves(tx: Transaction, actor: string): Promise<void> {
  await tx.execute(sql`delete from survey_waves where external_id like 'demo:%' and origin = 'import'`);
  await tx.execute(sql`
    delete from surveys s where s.updated_by = ${actor} and s.revision = 1 and s.schedule is null
      and not exists (select from survey_waves w where w.survey = s.identifier)`);
}
