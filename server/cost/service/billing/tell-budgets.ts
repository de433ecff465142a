import { actorId } from "@/server/kernel/context";
import { newOrderedId } from "@/server/kernel/ids";
import type { TransactionContext } from "@/server/kernel/transaction";
import { judge } from "../../core/budget-state";
import { moneyOf } from "../../core/money";
import { scopeWords } from "../../core/scope";
import { allocationSchema } from "../../core/billing/settings";
import { findAllocation } from "../../store/billing/imports";
import { monthlyActuals, toldBefore } from "../../store/billing/rollups";
import { currentMonth, figuresOf, idsTakingIn } from "../../store/budgets";
import { enter } from "../../store/ledger";
import { putActual } from "../../store/prices";
import { tellLevels } from "../notices";

/**
 * Tells budgets what was billed, in place of what the same source had said before: months and scopes of which nothing is left
 * come to nothing. In the transaction that changed the lines.
 */
export async function tellBudgets(tx: TransactionContext, source: string): Promise<void> {
  const basis = ((await findAllocation(tx.db))?.settings ?? allocationSchema.parse({})).basis;
  const name = `bill:${source}`;
  const now = await monthlyActuals(tx.db, source, basis);
  const key = (one: {
    month: string;
    team: string | null;
    costCentre: string | null;
    environment: string | null;
    currency: string;
  }) => JSON.stringify([one.month, one.team, one.costCentre, one.environment, one.currency]);
  const told = new Set(now.map(key));
  const gone = (await toldBefore(tx.db, name)).filter((one) => !told.has(key(one)));
  const touched = new Set<string>();
  const thisMonth = await currentMonth(tx.db);
  for (const { month, currency, amount, ...scope } of [
    ...now,
    ...gone.map((one) => ({ ...one, amount: "0" })),
  ]) {
    const { change } = await putActual(tx, {
      ...scope,
      month,
      currency,
      amount,
      source: name,
      updatedBy: actorId(tx.actor),
    });
    if (moneyOf(change) === 0n) continue;
    const budgets = await idsTakingIn(tx.db, scope, currency);
    await enter(
      tx,
      budgets.map((budgetId) => ({
        budgetId,
        kind: "actual" as const,
        actual: change,
        key: `actual:${newOrderedId()}`,
        reason: `${source}, ${month}, ${scopeWords(scope)}`,
      })),
    );
    if (month === thisMonth) for (const id of budgets) touched.add(id);
  }
  if (touched.size)
    await tellLevels(
      tx,
      (await figuresOf(tx.db, [...touched])).map((figures) =>
        judge(figures, { monthly: "0.0001", currency: figures.currency }),
      ),
    );
}
