import { audit } from "@/server/audit/service";
import { actorId, type Context } from "@/server/kernel/context";
import { Conflict, NotFound, Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { type QuotaInput, quotaInputSchema } from "../core/price-schemas";
import type { QuotaSubject } from "../schema";
import * as store from "../store/quotas";
import { readInput } from "./input";

/** All quotas, by title. */
export async function listQuotas(ctx: Context): Promise<store.QuotaRow[]> {
  checkPermission(ctx.actor, "budgets.read");
  return store.allQuotas(ctx.db);
}

/** Makes a quota. Administrators only. Throws Conflict when there is one for the same blueprint and subject. */
export async function createQuota(ctx: Context, input: QuotaInput): Promise<store.QuotaRow> {
  checkPermission(ctx.actor, "budgets.manage");
  const quota = readInput(quotaInputSchema, input);
  const subject = quota.per === "user" ? (quota.subject?.toLowerCase() ?? null) : quota.subject;
  return transaction(ctx, async (tx) => {
    const row = await store.insertQuota(tx, { ...quota, subject, createdBy: actorId(tx.actor) });
    if (!row)
      throw new Conflict(
        `There is a quota of ${quota.blueprint} for ${subject ?? `each ${quota.per}`} already. Change that one.`,
      );
    await audit(tx, { action: "CREATE", resourceType: "quota", resourceId: row.id, diff: { after: quota } });
    return row;
  });
}

/** Changes the title of a quota, and how many there may be. Administrators only. Throws NotFound. */
export async function updateQuota(
  ctx: Context,
  id: string,
  input: { title: string; most: number },
): Promise<store.QuotaRow> {
  checkPermission(ctx.actor, "budgets.manage");
  const set = readInput(quotaInputSchema.pick({ title: true, most: true }), input);
  return transaction(ctx, async (tx) => {
    const row = await store.updateQuota(tx, id, set);
    if (!row) throw new NotFound("Quota", id);
    await audit(tx, { action: "UPDATE", resourceType: "quota", resourceId: id, diff: { after: set } });
    return row;
  });
}

/** Removes a quota. Administrators only. Throws NotFound. */
export async function deleteQuota(ctx: Context, id: string): Promise<void> {
  checkPermission(ctx.actor, "budgets.manage");
  await transaction(ctx, async (tx) => {
    const row = await store.removeQuota(tx, id);
    if (!row) throw new NotFound("Quota", id);
    const { title, blueprint, per, subject, most } = row;
    const before = { title, blueprint, per, subject, most };
    await audit(tx, { action: "DELETE", resourceType: "quota", resourceId: id, diff: { before } });
  });
}

/**
 * Refuses a creation that a quota does not allow, in the transaction that takes the run in. `count` says how many there are
 * and are being made for a person or a team; it is asked after the quotas are locked, so that no two take the last place.
 * Throws Precondition.
 */
export async function assertWithinQuotas(
  tx: TransactionContext,
  of: { blueprint: string; user: string | null; team: string | null },
  count: (per: QuotaSubject) => Promise<number>,
): Promise<void> {
  for (const quota of await store.lockQuotas(tx, of)) {
    const used = await count(quota.per);
    if (used < quota.most) continue;
    const whose = quota.per === "user" ? "You have" : `The team ${of.team} has`;
    throw new Precondition(
      `${whose} ${used} of ${quota.most} "${quota.blueprint}" that the quota "${quota.title}" allows, counting those that are being made. Remove one first, or ask an administrator to raise the quota.`,
      { error: "quota_exceeded", quota: quota.id, used, most: quota.most },
    );
  }
}
