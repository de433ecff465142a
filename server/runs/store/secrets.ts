import { eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { runs } from "@/db/schema/runs";
import { runSecrets } from "@/db/schema/secrets";

/** Keeps sealed values of a run; one that is kept already is replaced. */
export async function keepSealed(
  db: Executor,
  runId: string,
  values: { name: string; sealed: Buffer }[],
): Promise<void> {
  if (values.length)
    await db
      .insert(runSecrets)
      .values(values.map(({ name, sealed }) => ({ runId, input: name, sealed })))
      .onConflictDoUpdate({
        target: [runSecrets.runId, runSecrets.input],
        set: { sealed: sql`excluded.sealed` },
      });
}

export function sealedOf(db: Executor, runId: string) {
  return db
    .select({ name: runSecrets.input, sealed: runSecrets.sealed })
    .from(runSecrets)
    .where(eq(runSecrets.runId, runId));
}

export async function forgetSealed(db: Executor, runId: string): Promise<void> {
  await db.delete(runSecrets).where(eq(runSecrets.runId, runId));
}

/** Removes what is kept of runs that have ended, or that there are not. Out: how many values. */
export async function sweepSealed(db: Executor): Promise<number> {
  const rows = await db
    .delete(runSecrets)
    .where(
      sql`not exists (select 1 from ${runs} where ${runs.id} = ${runSecrets.runId} and ${runs.endedAt} is null)`,
    )
    .returning({ name: runSecrets.input });
  return rows.length;
}
