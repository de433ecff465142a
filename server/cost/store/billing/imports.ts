import { and, desc, eq, inArray, ne, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { costAllocation, costAllocationRevisions, costImports } from "@/db/schema/cost-lines";
import { now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { ImportState } from "../../core/billing/report";
import type { AllocationSettings } from "../../core/billing/settings";

export type ImportRow = typeof costImports.$inferSelect;

export async function insertImport(
  tx: TransactionContext,
  row: typeof costImports.$inferInsert,
): Promise<ImportRow> {
  const [made] = await tx.db.insert(costImports).values(row).returning();
  return made!;
}

export async function findImport(db: Executor, id: string): Promise<ImportRow | null> {
  const [row] = await db.select().from(costImports).where(eq(costImports.id, id));
  return row ?? null;
}

/** Another import of the very same file, if it counts. */
export async function sameFile(
  db: Executor,
  { source, digest, id }: Pick<ImportRow, "source" | "digest" | "id">,
): Promise<ImportRow | null> {
  const [row] = await db
    .select()
    .from(costImports)
    .where(
      and(
        eq(costImports.source, source),
        eq(costImports.digest, digest),
        eq(costImports.status, "imported"),
        ne(costImports.id, id),
      ),
    )
    .limit(1);
  return row ?? null;
}

/** Newest first. */
export async function listImports(db: Executor, limit: number): Promise<ImportRow[]> {
  return db.select().from(costImports).orderBy(desc(costImports.createdAt)).limit(limit);
}

/** Moves an import on, if it still is where it is thought to be. Null when it is not. */
export async function moveImport(
  db: Executor,
  id: string,
  from: readonly ImportState[],
  set: Partial<Omit<ImportRow, "id" | "createdAt" | "createdBy">>,
): Promise<ImportRow | null> {
  const [row] = await db
    .update(costImports)
    .set({ ...set, updatedAt: now })
    .where(and(eq(costImports.id, id), inArray(costImports.status, [...from])))
    .returning();
  return row ?? null;
}

/** Forgets files for which somebody was waited for a week, or of which nothing could be made. Out: their ids. */
export async function forgetWaiting(db: Executor): Promise<string[]> {
  const rows = await db
    .update(costImports)
    .set({ status: "removed", updatedAt: now })
    .where(
      and(
        inArray(costImports.status, ["checked", "failed"]),
        sql`${costImports.updatedAt} < now() - interval '7 days'`,
      ),
    )
    .returning({ id: costImports.id });
  return rows.map(({ id }) => id);
}

/** Which of these imports still need their file. */
export async function waitingOf(db: Executor, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: costImports.id })
    .from(costImports)
    .where(
      and(
        sql`${costImports.id}::text in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`,
        inArray(costImports.status, ["checking", "checked", "importing", "failed"]),
      ),
    );
  return new Set(rows.map(({ id }) => id));
}

export async function findAllocation(
  db: Executor,
): Promise<{ revision: number; settings: AllocationSettings } | null> {
  const [row] = await db.select().from(costAllocation);
  return row ? { revision: row.revision, settings: row.settings } : null;
}

/** Null when the revision is another. */
export async function putAllocation(
  tx: TransactionContext,
  {
    revision,
    settings,
    by,
    byName,
  }: { revision: number; settings: AllocationSettings; by: string; byName: string },
): Promise<number | null> {
  const next = revision + 1;
  const [row] =
    revision === 0
      ? await tx.db
          .insert(costAllocation)
          .values({ id: 1, revision: next, settings, updatedBy: by })
          .onConflictDoNothing()
          .returning()
      : await tx.db
          .update(costAllocation)
          .set({ revision: next, settings, updatedBy: by, updatedAt: now })
          .where(and(eq(costAllocation.id, 1), eq(costAllocation.revision, revision)))
          .returning();
  if (!row) return null;
  await tx.db.insert(costAllocationRevisions).values({ revision: next, settings, by, byName });
  return next;
}

/** What the settings have been, newest first. */
export async function allocationRevisions(db: Executor, limit: number) {
  return db
    .select()
    .from(costAllocationRevisions)
    .orderBy(desc(costAllocationRevisions.revision))
    .limit(limit);
}
