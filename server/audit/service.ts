import type { z } from "zod";
import type { AuditRow } from "@/db/schema/audit";
import { actorId, actorName, type Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import { transaction } from "@/server/kernel/transaction";
import { append, beginningOf, inOrder, lastOfRun, matching } from "./store";
import { auditFilter, type AuditFilter } from "./schema";
import { firstBroken, GENESIS } from "./core/chain";

export interface AuditEntry {
  /** CREATE, UPDATE, DELETE, SIGN_IN, APPROVE, … */
  action: string;
  resourceType: string;
  resourceId: string;
  blueprint?: string | null;
  runId?: string | null;
  status?: "SUCCESS" | "FAILURE";
  message?: string;
  /** Before and after; never a secret. */
  diff?: { before?: unknown; after?: unknown };
}

/** Records what was done, in the transaction that does it: no audit, no change. */
export async function audit(tx: TransactionContext, entry: AuditEntry): Promise<void> {
  await auditAll(tx, [entry]);
}

/** The same for many changes at once, in order. */
export async function auditAll(tx: TransactionContext, entries: readonly AuditEntry[]): Promise<void> {
  const common = {
    actorKind: tx.actor.kind,
    actorId: actorId(tx.actor),
    actorName: actorName(tx.actor),
    origin: tx.origin,
    requestId: tx.requestId,
    status: "SUCCESS" as const,
  };
  await append(
    tx.db,
    entries.map((entry) => ({ ...common, ...entry })),
  );
}

/** Records an attempt that was refused or failed, in a transaction of its own, since the attempt's was rolled back. */
export async function auditFailure(ctx: Context, entry: Omit<AuditEntry, "status">): Promise<void> {
  await transaction(ctx, (tx) => audit(tx, { ...entry, status: "FAILURE" }));
}

export interface AuditPage {
  rows: Omit<AuditRow, "hash" | "previousHash">[];
  /** Pass it as `cursor` for the next page; null on the last. */
  nextCursor: number | null;
}

/** Entries that fit the filter, newest first. Administrators only. */
export async function listAudit(ctx: Context, input: z.input<typeof auditFilter>): Promise<AuditPage> {
  checkPermission(ctx.actor, "audit.read");
  return pageOf(ctx, auditFilter.parse(input));
}

/**
 * Entries about the thing that has, or last had, an identifier, newest first; those of another that had it before are not
 * among them. It checks nothing: the verb that calls it has found that the actor may read that thing.
 */
export async function entriesAbout(
  ctx: Pick<TransactionContext, "db"> | Pick<Context, "db">,
  about: { resourceType: string; resourceId: string; blueprint: string },
  input: z.input<typeof auditFilter>,
): Promise<AuditPage> {
  const since = await beginningOf(ctx.db, about);
  const { resourceType, ...of } = about;
  return pageOf(ctx, { ...auditFilter.parse(input), ...of, resourceTypes: [resourceType], since });
}

/**
 * What was done to things of one type on behalf of a run: the last entry of each that was written, the newest first. It checks
 * nothing: the verb that calls it has found that the actor may see the run.
 */
export const entriesOfRun = (
  ctx: Pick<TransactionContext, "db"> | Pick<Context, "db">,
  runId: string,
  resourceType: string,
  limit: number,
): Promise<{ blueprint: string | null; resourceId: string; action: string }[]> =>
  lastOfRun(ctx.db, runId, resourceType, limit);

async function pageOf(
  ctx: Pick<TransactionContext, "db"> | Pick<Context, "db">,
  filter: AuditFilter & { since?: number },
): Promise<AuditPage> {
  const rows = await matching(ctx.db, { ...filter, limit: filter.limit + 1 });
  const page = rows.slice(0, filter.limit);
  return {
    rows: page.map(({ hash: _hash, previousHash: _previous, ...row }) => row),
    nextCursor: rows.length > filter.limit ? (page.at(-1)?.id ?? null) : null,
  };
}

/** Walks the whole chain. Out: how many rows hold, and the number of the first that does not. Administrators only. */
export async function verifyChain(ctx: Context): Promise<{ verified: number; brokenAt: number | null }> {
  checkPermission(ctx.actor, "audit.read");
  let verified = 0;
  let afterId = 0;
  let previous = GENESIS;
  for (;;) {
    const rows = await inOrder(ctx.db, afterId, 1000);
    const last = rows.at(-1);
    if (!last) return { verified, brokenAt: null };
    const broken = firstBroken(rows, previous);
    if (broken !== null) return { verified: verified + broken, brokenAt: rows[broken]?.id ?? null };
    verified += rows.length;
    afterId = last.id;
    previous = last.hash;
  }
}
