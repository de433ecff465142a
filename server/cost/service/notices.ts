import { isWorse } from "../core/budget-state";
import type { BudgetVerdict } from "../schema";
import type { TransactionContext } from "@/server/kernel/transaction";
import { noteLevel } from "../store/budgets";

/** Tells the owners of budgets which level they have reached, once a month for each. */
export async function tellLevels(tx: TransactionContext, verdicts: readonly BudgetVerdict[]): Promise<void> {
  for (const { budget, state } of verdicts) if (isWorse(state, "ok")) await noteLevel(tx, budget, state);
}
