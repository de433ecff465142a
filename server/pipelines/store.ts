import { asc, eq } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { connections } from "@/db/schema/pipelines";
import { now } from "@/server/kernel/clock";

export type ConnectionRow = typeof connections.$inferSelect;

export async function findConnection(db: Executor, identifier: string): Promise<ConnectionRow | null> {
  const [row] = await db.select().from(connections).where(eq(connections.identifier, identifier));
  return row ?? null;
}

/** The row, held against other writers until the end of the transaction. */
export async function lockConnection(tx: Transaction, identifier: string): Promise<ConnectionRow | null> {
  const [row] = await tx
    .select()
    .from(connections)
    .where(eq(connections.identifier, identifier))
    .for("update");
  return row ?? null;
}

export function allConnections(db: Executor): Promise<ConnectionRow[]> {
  return db.select().from(connections).orderBy(asc(connections.title), asc(connections.identifier));
}

type ConnectionContent = Pick<
  ConnectionRow,
  "identifier" | "title" | "description" | "kind" | "settings" | "variableNames" | "sealed"
>;

/** False when somebody else has just made one of that identifier. */
export async function insertConnection(
  tx: Transaction,
  content: ConnectionContent & { createdBy: string },
): Promise<boolean> {
  const rows = await tx
    .insert(connections)
    .values(content)
    .onConflictDoNothing()
    .returning({ id: connections.id });
  return rows.length === 1;
}

export async function updateConnection(
  tx: Transaction,
  { identifier, ...content }: ConnectionContent,
): Promise<void> {
  await tx
    .update(connections)
    .set({ ...content, updatedAt: now })
    .where(eq(connections.identifier, identifier));
}

/** Out: whether there was one. */
export async function removeConnection(tx: Transaction, identifier: string): Promise<boolean> {
  const rows = await tx
    .delete(connections)
    .where(eq(connections.identifier, identifier))
    .returning({ id: connections.id });
  return rows.length === 1;
}
