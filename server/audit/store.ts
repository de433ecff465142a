import { and, desc, eq, gte, inArray, lt, lte, sql, type Column } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { GENESIS, hashOf } from "./core/chain";
import type { AuditFilter } from "./schema";

/** Serialises the writers of the chain until the end of the transaction. */
const CHAIN_LOCK = 727462;

export type NewAuditRow = Omit<typeof auditLog.$inferInsert, "id" | "at" | "previousHash" | "hash">;

/**
 * Appends rows to the chain, in order, all at one moment. Takes the lock of the chain, so it comes last in a transaction:
 * who holds it should wait for nobody's rows.
 */
export async function append(tx: Transaction, rows: readonly NewAuditRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`);
  // A statement of its own: only one that begins after the lock was given sees the row of the writer before.
  const [last] = await tx.execute<{ at: string; hash: string | null }>(sql`
    select date_trunc('milliseconds', clock_timestamp())::text as at,
      (select hash from audit_log order by id desc limit 1) as hash`);
  const at = new Date(last?.at ?? Date.now());
  let previousHash = last?.hash ?? GENESIS;
  const chained = rows.map((row, n) => {
    const full = {
      ...row,
      n,
      at,
      diff: row.diff ? (JSON.parse(JSON.stringify(row.diff)) as typeof row.diff) : null,
      blueprint: row.blueprint ?? null,
      runId: row.runId ?? null,
      message: row.message ?? null,
      previousHash,
    };
    previousHash = hashOf(full);
    return { ...full, hash: previousHash };
  });
  await tx.execute(sql`
    insert into audit_log (at, actor_kind, actor_id, actor_name, origin, action, resource_type, resource_id, blueprint, run_id,
      status, message, diff, request_id, previous_hash, hash)
    select r."at", r."actorKind", r."actorId", r."actorName", r.origin, r.action, r."resourceType", r."resourceId", r.blueprint,
      r."runId", r.status, r.message, r.diff, r."requestId", r."previousHash", r.hash
    from jsonb_to_recordset(${JSON.stringify(chained)}::jsonb) as r(n int, "at" timestamptz, "actorKind" text, "actorId" text,
      "actorName" text, origin text, action text, "resourceType" text, "resourceId" text, blueprint text, "runId" text,
      status text, message text, diff jsonb, "requestId" text, "previousHash" text, hash text)
    order by r.n`);
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
