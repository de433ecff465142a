import { asc, eq, inArray } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { organizationKeys, organizationSecrets } from "@/db/schema/secrets";
import { now } from "@/server/kernel/clock";

export type SecretRow = typeof organizationSecrets.$inferSelect;

export function allSecrets(db: Executor): Promise<SecretRow[]> {
  return db.select().from(organizationSecrets).orderBy(asc(organizationSecrets.name));
}

export function secretsNamed(db: Executor, names: string[]): Promise<SecretRow[]> {
  return db.select().from(organizationSecrets).where(inArray(organizationSecrets.name, names));
}

/** The row, held against other writers until the end of the transaction. */
export async function lockSecret(tx: Transaction, name: string): Promise<SecretRow | null> {
  const [row] = await tx
    .select()
    .from(organizationSecrets)
    .where(eq(organizationSecrets.name, name))
    .for("update");
  return row ?? null;
}

/** Null when there is one of that name. */
export async function insertSecret(
  tx: Transaction,
  secret: Pick<SecretRow, "name" | "description" | "sealed">,
  by: string,
): Promise<SecretRow | null> {
  const [row] = await tx
    .insert(organizationSecrets)
    .values({ ...secret, createdBy: by, updatedBy: by })
    .onConflictDoNothing()
    .returning();
  return row ?? null;
}

/** Out: undefined when there is none. */
export async function updateSecret(
  tx: Transaction,
  name: string,
  change: Partial<Pick<SecretRow, "description" | "sealed">>,
  by: string,
): Promise<SecretRow | undefined> {
  const [row] = await tx
    .update(organizationSecrets)
    .set({ ...change, updatedAt: now, updatedBy: by })
    .where(eq(organizationSecrets.name, name))
    .returning();
  return row;
}

export async function removeSecret(tx: Transaction, name: string): Promise<void> {
  await tx.delete(organizationSecrets).where(eq(organizationSecrets.name, name));
}

export async function findKey(db: Executor, use: string) {
  const [row] = await db.select().from(organizationKeys).where(eq(organizationKeys.use, use));
  return row ?? null;
}

/** Keeps the key of a use unless there is one already. */
export async function insertKey(db: Executor, use: string, sealed: Buffer, by: string): Promise<void> {
  await db.insert(organizationKeys).values({ use, sealed, updatedBy: by }).onConflictDoNothing();
}

export async function replaceKey(tx: Transaction, use: string, sealed: Buffer, by: string): Promise<void> {
  await tx
    .insert(organizationKeys)
    .values({ use, sealed, updatedBy: by })
    .onConflictDoUpdate({
      target: organizationKeys.use,
      set: { sealed, updatedBy: by, createdAt: now },
    });
}
