import { and, desc, eq, gte, inArray, lt, lte, max, sql, type Column } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { hashedPieces } from "./core/chain";
import { storable } from "./core/storable";
import type { AuditFilter } from "./schema";

export type NewAuditRow = Omit<typeof auditLog.$inferInsert, "id" | "at" | "previousHash" | "hash">;

/**
 * Appends rows to the chain, in order, all at one moment. The database does it when the transaction commits (`audit_append`, called
 * by a deferred trigger): it takes the lock of the chain, under which nothing may wait for the portal. What cannot be appended
 * makes the commit fail.
 */
export async function append(tx: Transaction, rows: readonly NewAuditRow[]): Promise<void> {
  if (rows.length === 0) return;
  const said = rows.map((row, n) => {
    // What was sent may hold characters that no column takes; that it was refused is recorded all the same.
    const full = storable({
      ...row,
      blueprint: row.blueprint ?? null,
      runId: row.runId ?? null,
      message: row.message ?? null,
    });
    return { ...full, n, ...hashedPieces({ ...full, diff: row.diff }) };
  });
  await tx.execute(sql`insert into audit_pending (rows) values (${JSON.stringify(said)}::jsonb)`);
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

/**
 * The number of the row with which the thing that now has, or last had, an identifier got it: by being created, or by a
 * change of its identifier. 0 when no row says so.
 */
export async function beginningOf(
  db: Executor,
  { resourceType, resourceId, blueprint }: { resourceType: string; resourceId: string; blueprint: string },
): Promise<number> {
  const [row] = await db
    .select({ id: max(auditLog.id) })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.resourceType, resourceType),
        eq(auditLog.resourceId, resourceId),
        eq(auditLog.blueprint, blueprint),
        eq(auditLog.status, "SUCCESS"),
        sql`(${auditLog.action} = 'CREATE' or ${auditLog.diff} -> 'before' ->> 'identifier' <> ${auditLog.resourceId})`,
      ),
    );
  return row?.id ?? 0;
}

/** The last row about each thing of a type that was written on behalf of a run, the newest first. */
export async function lastOfRun(
  db: Executor,
  runId: string,
  resourceType: string,
  limit: number,
): Promise<{ blueprint: string | null; resourceId: string; action: string }[]> {
  return db.execute<{ blueprint: string | null; resourceId: string; action: string }>(sql`
    select blueprint, resource_id as "resourceId", action from (
      select distinct on (blueprint, resource_id) id, blueprint, resource_id, action from audit_log
      where run_id = ${runId} and resource_type = ${resourceType} and status = 'SUCCESS'
        and action in ('CREATE', 'UPDATE', 'DELETE')
      order by blueprint, resource_id, id desc
    ) last order by id desc limit ${limit}`);
}

/** Rows that fit every part of the filter, newest first; with `since` from that number on. */
export function matching(db: Executor, filter: AuditFilter & { since?: number }) {
  const among = (column: Column, values: string[] | undefined) =>
    values?.length ? inArray(column, values) : undefined;
  const is = (column: Column, value: string | undefined) =>
    value === undefined ? undefined : eq(column, value);
  return db
    .select()
    .from(auditLog)
    .where(
      and(
        filter.id === undefined ? undefined : eq(auditLog.id, filter.id),
        among(auditLog.resourceType, filter.resourceTypes),
        is(auditLog.resourceId, filter.resourceId),
        is(auditLog.blueprint, filter.blueprint),
        filter.resourceIds && inArray(auditLog.resourceId, filter.resourceIds),
        filter.blueprints && inArray(auditLog.blueprint, filter.blueprints),
        is(auditLog.runId, filter.runId),
        is(auditLog.actorId, filter.actorId),
        among(auditLog.action, filter.actions),
        among(auditLog.origin, filter.origins),
        is(auditLog.status, filter.status),
        filter.from && gte(auditLog.at, filter.from),
        filter.to && lte(auditLog.at, filter.to),
        filter.cursor === undefined ? undefined : lt(auditLog.id, filter.cursor),
        filter.since === undefined ? undefined : gte(auditLog.id, filter.since),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(filter.limit);
}
