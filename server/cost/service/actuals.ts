import { audit } from "@/server/audit/service";
import { actorId, type Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { newOrderedId } from "@/server/kernel/ids";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import { judge } from "../core/budget-state";
import { moneyOf } from "../core/money";
import { scopeWords } from "../core/scope";
import { type ActualInput, actualInputSchema, changeSchema, words } from "../schema";
import { currentMonth, figuresOf, idsTakingIn, lockBudget } from "../store/budgets";
import { changeCommitment, enter } from "../store/ledger";
import { putActual } from "../store/prices";
import { readInput } from "./input";
import { tellLevels } from "./notices";

/**
 * Takes in what was billed for a month and a scope. What the same source said before of the same month and scope is replaced;
 * the ledger of every budget that takes the scope in gets the difference. Administrators only. Out: ids of those budgets.
 */
export async function recordActual(ctx: Context, input: ActualInput): Promise<{ budgets: string[] }> {
  checkPermission(ctx.actor, "budgets.manage");
  const { scope, ...actual } = readInput(actualInputSchema, input);
  return transaction(ctx, async (tx) => {
    const { change } = await putActual(tx, { ...scope, ...actual, updatedBy: actorId(tx.actor) });
    const budgets = await idsTakingIn(tx.db, scope, actual.currency);
    if (moneyOf(change) !== 0n)
      await enter(
        tx,
        budgets.map((budgetId) => ({
          budgetId,
          kind: "actual" as const,
          actual: change,
          key: `actual:${newOrderedId()}`,
          reason: `${actual.source}, ${actual.month}, ${scopeWords(scope)}`,
        })),
      );
    await audit(tx, {
      action: "RECORD_ACTUAL",
      resourceType: "cost",
      resourceId: actual.month,
      diff: { after: { scope, ...actual } },
    });
    if (actual.month === (await currentMonth(tx.db)))
      await tellLevels(
        tx,
        (await figuresOf(tx.db, budgets)).map((figures) =>
          judge(figures, { monthly: "0.0001", currency: figures.currency }),
        ),
      );
    return { budgets };
  });
}

/**
 * Puts right what a thing takes from a budget each month, as for one that was removed around the portal. Administrators only.
 * Out: by how much it changed; never below nothing. Throws NotFound.
 */
export async function adjustCommitment(
  ctx: Context,
  budgetId: string,
  input: { blueprint: string; entity: string; change: string; reason: string },
): Promise<{ changed: string }> {
  checkPermission(ctx.actor, "budgets.manage");
  const change = readInput(changeSchema, input.change);
  const reason = readInput(words(1000), input.reason);
  const { blueprint, entity } = input;
  return transaction(ctx, async (tx) => {
    if (!(await lockBudget(tx, budgetId))) throw new NotFound("Budget", budgetId);
    const runId = `adjust:${newOrderedId()}`;
    const changed = await changeCommitment(tx, { budgetId, blueprint, entity, runId, change });
    await enter(tx, [
      { budgetId, blueprint, entity, kind: "adjust", committed: changed, key: runId, reason },
    ]);
    await audit(tx, {
      action: "ADJUST_COMMITMENT",
      resourceType: "budget",
      resourceId: budgetId,
      message: reason,
      diff: { after: { blueprint, entity, changed } },
    });
    return { changed };
  });
}
