import { and, asc, eq, or, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { savedViews } from "@/db/schema/catalog";
import { now } from "@/server/kernel/clock";

export type ViewRow = typeof savedViews.$inferSelect;

/** The views of a blueprint that are shared or belong to the owner, by title. */
export const viewsOf = (db: Executor, blueprint: string, ownerId: string): Promise<ViewRow[]> =>
  db
    .select()
    .from(savedViews)
    .where(
      and(
        eq(savedViews.blueprint, blueprint),
        or(eq(savedViews.ownerId, ownerId), eq(savedViews.shared, true)),
      ),
    )
    .orderBy(asc(sql`lower(${savedViews.title})`), asc(savedViews.id));

/** The view of that id, locked until the end of the transaction; null when there is none. */
export async function viewForChange(tx: Transaction, id: string): Promise<ViewRow | null> {
  const [row] = await tx.select().from(savedViews).where(eq(savedViews.id, id)).for("update");
  return row ?? null;
}

export async function insertView(
  tx: Transaction,
  view: Pick<ViewRow, "blueprint" | "title" | "ownerId" | "shared" | "state">,
): Promise<ViewRow> {
  const [row] = await tx.insert(savedViews).values(view).returning();
  return row as ViewRow;
}

/** Changes a view that `viewForChange` has locked. */
export async function changeView(
  tx: Transaction,
  id: string,
  view: Pick<ViewRow, "title" | "shared" | "state">,
): Promise<ViewRow> {
  const [row] = await tx
    .update(savedViews)
    .set({ ...view, updatedAt: now })
    .where(eq(savedViews.id, id))
    .returning();
  return row as ViewRow;
}

/** Deletes all views of a blueprint. Out: what they were. */
export const removeViewsOf = (tx: Transaction, blueprint: string): Promise<ViewRow[]> =>
  tx.delete(savedViews).where(eq(savedViews.blueprint, blueprint)).returning();

export async function removeView(tx: Transaction, id: string): Promise<void> {
  await tx.delete(savedViews).where(eq(savedViews.id, id));
}
