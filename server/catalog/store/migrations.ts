import { and, count, desc, eq, gt, inArray, lte, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { catalogMigrations, entities } from "@/db/schema/catalog";
import { now } from "@/server/kernel/clock";
import type { MigrationStatus } from "../core/migration";
import type { EntityRow } from "./entities";

export type MigrationRow = typeof catalogMigrations.$inferSelect;

export async function insertMigration(
  tx: Transaction,
  row: Pick<MigrationRow, "id" | "sourceBlueprint" | "mapping" | "kind" | "actorId">,
): Promise<MigrationRow> {
  const [made] = await tx
    .insert(catalogMigrations)
    .values({ ...row, status: "PENDING" })
    .returning();
  if (!made) throw new Error("The migration was not written.");
  return made;
}

/** `lock`: nobody else changes it until the end of the transaction. */
export async function migrationBy(db: Executor, id: string, lock = false): Promise<MigrationRow | null> {
  if (id.includes("\0")) return null;
  const query = db.select().from(catalogMigrations).where(eq(catalogMigrations.id, id));
  const [row] = await (lock ? query.for("update") : query);
  return row ?? null;
}

/** So many are listed: the newest. */
const MAX_LISTED = 200;

export const listMigrations = (
  db: Executor,
  filter: { blueprint?: string; actor?: string; statuses?: MigrationStatus[] },
): Promise<MigrationRow[]> =>
  db
    .select()
    .from(catalogMigrations)
    .where(
      and(
        filter.blueprint === undefined ? undefined : eq(catalogMigrations.sourceBlueprint, filter.blueprint),
        filter.actor === undefined ? undefined : eq(catalogMigrations.actorId, filter.actor),
        filter.statuses ? inArray(catalogMigrations.status, filter.statuses) : undefined,
      ),
    )
    .orderBy(desc(catalogMigrations.createdAt), desc(catalogMigrations.id))
    .limit(MAX_LISTED);

export async function updateMigration(
  tx: Transaction,
  id: string,
  set: Partial<Omit<MigrationRow, "id">>,
): Promise<void> {
  await tx
    .update(catalogMigrations)
    .set({ ...set, updatedAt: now })
    .where(eq(catalogMigrations.id, id));
}

/** Entities of a blueprint that were there when the migration was asked for: what it writes itself it does not take up. */
const there = (blueprintId: string, { createdAt }: Pick<MigrationRow, "createdAt">) =>
  and(eq(entities.blueprintId, blueprintId), lte(entities.createdAt, createdAt));

export async function countSource(
  db: Executor,
  blueprintId: string,
  migration: Pick<MigrationRow, "createdAt">,
): Promise<number> {
  const [row] = await db.select({ n: count() }).from(entities).where(there(blueprintId, migration));
  return row?.n ?? 0;
}

/** The next entities of a migration, by id. */
export const nextOfSource = (
  db: Executor,
  blueprintId: string,
  migration: Pick<MigrationRow, "createdAt" | "cursor">,
  limit: number,
): Promise<EntityRow[]> =>
  db
    .select()
    .from(entities)
    .where(
      and(
        there(blueprintId, migration),
        migration.cursor === null ? undefined : gt(entities.id, migration.cursor),
      ),
    )
    .orderBy(entities.id)
    .limit(limit);

/** The instant of the open transaction, to the precision in which entities have it. */
export async function transactionInstant(tx: Transaction): Promise<Date> {
  const [row] = await tx.execute<{ at: string }>(sql`select now()::timestamptz(3)::text as at`);
  return new Date(row?.at ?? 0);
}
