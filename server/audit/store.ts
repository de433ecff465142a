import { and, desc, eq, gte, inArray, lt, lte, sql, type Column } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { GENESIS, hashOf } from "./core/chain";
import type { AuditFilter } from "./schema";

/** Serialises the writers of the chain until the end of the transaction. */
const CHAIN_LOCK = 727462;

export type NewAuditRow = Omit<typeof auditLog.$inferInsert, "id" | "at" | "previousHash" | "hash">;

/** Appends one row to the chain. */
export async function append(tx: Transaction, row: NewAuditRow): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`);
  const [last] = await tx.select({ hash: auditLog.hash }).from(auditLog).orderBy(desc(auditLog.id)).limit(1);
  const [clock] = await tx.execute<{ at: string }>(
    sql`select date_trunc('milliseconds', clock_timestamp())::text as at`,
  );
  const at = new Date(clock?.at ?? Date.now());
  const diff = row.diff ? (JSON.parse(JSON.stringify(row.diff)) as typeof row.diff) : null;
  const previousHash = last?.hash ?? GENESIS;
  const full = {
    ...row,
    at,
    diff,
    blueprint: row.blueprint ?? null,
    runId: row.runId ?? null,
    message: row.message ?? null,
    previousHash,
  };
  await tx.insert(auditLog).values({ ...full, hash: hashOf(full) });
}

/** Rows in order, after a given number: for the verifier. */
export function inOrder(db: Executor, afterId: number, limit: number) {
  return db
    .select()
    .from(auditLog)
    .where(sql`${auditLog.id} > ${afterId}`)
    .orderBy(auditLog.id)
    .limit(limit);
}

/** Rows that fit every part of the filter, newest first. */
export function matching(db: Executor, filter: AuditFilter) {
  const among = (column: Column, values: string[] | undefined) =>
    values?.length ? inArray(column, values) : undefined;
  const is = (column: Column, value: string | undefined) =>
    value === undefined ? undefined : eq(column, value);
  return db
    .select()
    .from(auditLog)
    .where(
      and(
        among(auditLog.resourceType, filter.resourceTypes),
        is(auditLog.resourceId, filter.resourceId),
        is(auditLog.blueprint, filter.blueprint),
        is(auditLog.runId, filter.runId),
        is(auditLog.actorId, filter.actorId),
        among(auditLog.action, filter.actions),
        among(auditLog.origin, filter.origins),
        is(auditLog.status, filter.status),
        filter.from && gte(auditLog.at, filter.from),
        filter.to && lte(auditLog.at, filter.to),
        filter.cursor === undefined ? undefined : lt(auditLog.id, filter.cursor),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(filter.limit);
}
