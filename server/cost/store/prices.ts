import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { costActuals, rateCards, resourcePrices } from "@/db/schema/cost";
import { now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";

export type RateCardRow = typeof rateCards.$inferSelect;
export type ResourcePriceRow = typeof resourcePrices.$inferSelect;
export type ActualRow = typeof costActuals.$inferSelect;

export async function allRateCards(db: Executor): Promise<RateCardRow[]> {
  return db.select().from(rateCards).orderBy(asc(rateCards.title));
}

export async function findRateCard(db: Executor, identifier: string): Promise<RateCardRow | null> {
  const [row] = await db.select().from(rateCards).where(eq(rateCards.identifier, identifier));
  return row ?? null;
}

/** Null when there is one already. */
export async function insertRateCard(
  tx: TransactionContext,
  card: typeof rateCards.$inferInsert,
): Promise<RateCardRow | null> {
  const [row] = await tx.db.insert(rateCards).values(card).onConflictDoNothing().returning();
  return row ?? null;
}

/** Null when the revision is another. */
export async function updateRateCard(
  tx: TransactionContext,
  { identifier, title, card, revision }: Pick<RateCardRow, "identifier" | "title" | "card" | "revision">,
): Promise<RateCardRow | null> {
  const [row] = await tx.db
    .update(rateCards)
    .set({ title, card, revision: revision + 1, updatedAt: now })
    .where(and(eq(rateCards.identifier, identifier), eq(rateCards.revision, revision)))
    .returning();
  return row ?? null;
}

export async function removeRateCard(
  tx: TransactionContext,
  identifier: string,
): Promise<RateCardRow | null> {
  const [row] = await tx.db.delete(rateCards).where(eq(rateCards.identifier, identifier)).returning();
  return row ?? null;
}

export async function allPrices(db: Executor): Promise<ResourcePriceRow[]> {
  return db
    .select()
    .from(resourcePrices)
    .orderBy(asc(resourcePrices.resourceType), asc(resourcePrices.attribute), asc(resourcePrices.value));
}

export async function pricesOf(db: Executor, types: readonly string[]): Promise<ResourcePriceRow[]> {
  if (!types.length) return [];
  return db
    .select()
    .from(resourcePrices)
    .where(inArray(resourcePrices.resourceType, [...types]));
}

/** Writes a price, in place of the one for the same type, attribute and value. */
export async function putPrice(
  tx: TransactionContext,
  price: typeof resourcePrices.$inferInsert,
): Promise<ResourcePriceRow> {
  const { monthly, perAttribute, currency, note, updatedBy } = price;
  const [row] = await tx.db
    .insert(resourcePrices)
    .values(price)
    .onConflictDoUpdate({
      target: [resourcePrices.resourceType, resourcePrices.attribute, resourcePrices.value],
      set: { monthly, perAttribute, currency, note, updatedBy, updatedAt: now },
    })
    .returning();
  return row!;
}

export async function removePrice(tx: TransactionContext, id: string): Promise<ResourcePriceRow | null> {
  const [row] = await tx.db.delete(resourcePrices).where(eq(resourcePrices.id, id)).returning();
  return row ?? null;
}

/** Writes what a source says of a month and scope. Out: by how much it differs from what it said before, and how often it has spoken. */
export async function putActual(
  tx: TransactionContext,
  actual: Omit<ActualRow, "id" | "updatedAt">,
): Promise<{ change: string }> {
  const { team, costCentre, environment, month, source, currency, amount, updatedBy } = actual;
  // One at a time for a scope, month and source: the difference is to what was there just before.
  const lock = JSON.stringify([team, costCentre, environment, month, source, currency]);
  await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`cost-actual:${lock}`}, 0))`);
  const [before] = await tx.db
    .select({ id: costActuals.id, amount: costActuals.amount })
    .from(costActuals)
    .where(
      and(
        sql`${costActuals.team} is not distinct from ${team}`,
        sql`${costActuals.costCentre} is not distinct from ${costCentre}`,
        sql`${costActuals.environment} is not distinct from ${environment}`,
        eq(costActuals.month, month),
        eq(costActuals.source, source),
        eq(costActuals.currency, currency),
      ),
    );
  if (before)
    await tx.db
      .update(costActuals)
      .set({ amount, updatedBy, updatedAt: now })
      .where(eq(costActuals.id, before.id));
  else await tx.db.insert(costActuals).values(actual);
  const [row] = await tx.db.execute<{ change: string }>(
    sql`select (${amount}::numeric - ${before?.amount ?? "0"}::numeric)::text as change`,
  );
  return { change: row!.change };
}
