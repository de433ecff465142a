import { and, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { actionFavourites } from "@/db/schema/actions";

/** Ids of the actions that a person keeps at hand. */
export async function favouritesOf(db: Executor, userId: string): Promise<string[]> {
  const rows = await db
    .select({ id: actionFavourites.actionId })
    .from(actionFavourites)
    .where(eq(actionFavourites.userId, userId));
  return rows.map((row) => row.id);
}

/** Keeps an action at hand; doing it twice changes nothing. */
export async function addFavourite(db: Executor, userId: string, actionId: string): Promise<void> {
  await db.insert(actionFavourites).values({ userId, actionId }).onConflictDoNothing();
}

export async function removeFavourite(db: Executor, userId: string, actionId: string): Promise<void> {
  await db
    .delete(actionFavourites)
    .where(and(eq(actionFavourites.userId, userId), eq(actionFavourites.actionId, actionId)));
}
