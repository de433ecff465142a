import { eq, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { blueprints, catalogModel } from "@/db/schema/catalog";

/** The number that grows with every change of the model. */
export async function modelVersion(db: Executor): Promise<number> {
  const [row] = await db.select({ version: catalogModel.version }).from(catalogModel);
  return row?.version ?? 0;
}

/** To be called by whoever changes a blueprint or its permissions, in the same transaction. */
export async function bumpModelVersion(tx: Transaction): Promise<void> {
  await tx.update(catalogModel).set({ version: sql`${catalogModel.version} + 1` });
}

/** Keeps a blueprint from being changed until the end of the transaction. Out: when that began; null: there is none. */
export async function holdBlueprint(tx: Transaction, identifier: string): Promise<Date | null> {
  const [row] = await tx
    .select({ at: sql<string>`now()::timestamptz(3)::text` })
    .from(blueprints)
    .where(eq(blueprints.identifier, identifier))
    .for("share");
  return row ? new Date(row.at) : null;
}

export const modelRows = (db: Executor) =>
  db
    .select({
      id: blueprints.id,
      identifier: blueprints.identifier,
      definition: blueprints.definition,
      permissions: blueprints.permissions,
      hidden: blueprints.hidden,
      revision: blueprints.revision,
    })
    .from(blueprints);
