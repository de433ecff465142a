import { findActiveUsers } from "@/server/identity/service/people";
import type { TransactionContext } from "@/server/kernel/transaction";
import { notify } from "@/server/notifications/service/notify";
import { isWorse } from "../core/budget-state";
import type { BudgetState, BudgetVerdict } from "../schema";
import { findBudget, noteLevel } from "../store/budgets";

const WORDS: Record<Exclude<BudgetState, "ok">, string> = {
  warn: "is nearly used",
  extra_approval: "needs an extra approval for more",
  blocked: "is used, and blocks what adds to it",
};

/** Tells the owners of budgets, and administrators where there are none, which level they reached: once a month for each level. */
export async function tellLevels(tx: TransactionContext, verdicts: readonly BudgetVerdict[]): Promise<void> {
  for (const verdict of verdicts) {
    const { budget, state } = verdict;
    if (state === "ok" || !isWorse(state, "ok") || !(await noteLevel(tx, budget, state))) continue;
    const row = await findBudget(tx.db, budget);
    if (!row) continue;
    const { users, teams } = row.owners;
    const owners = await findActiveUsers(tx, { emails: users, teams });
    const people = owners.length ? owners : await findActiveUsers(tx, { roles: ["admin"] });
    const { amount, exceptions, committed, reserved, actual, currency } = verdict;
    await notify(tx, {
      topic: "budget.threshold",
      to: { userIds: people.map(({ id }) => id) },
      subject: `The budget "${row.title}" ${WORDS[state]}`,
      text: `Of ${amount} ${currency} a month, ${committed} is committed and ${reserved} held by approved runs; ${actual} was billed this month.`,
      link: `/settings/budgets/${budget}`,
      data: { budget, title: row.title, state, amount, exceptions, committed, reserved, actual, currency },
      subjectKey: `budget:${budget}`,
    });
  }
}
