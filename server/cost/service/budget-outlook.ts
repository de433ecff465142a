import type { Context } from "@/server/kernel/context";
import { addDays, daysBetween, monthStart, nextMonth } from "../core/billing/days";
import { type Forecast, forecastMonth } from "../core/billing/outlook";
import type { BudgetState } from "../schema";
import { billedDays, scopeDays } from "../store/billing/figures";
import { getAllocation } from "./billing/allocation";
import { type BudgetView, listBudgets } from "./read";

export interface BudgetOutlook {
  id: string;
  title: string;
  scope: BudgetView["scope"];
  currency: string;
  amount: string;
  exceptions: string;
  committed: string;
  reserved: string;
  actual: string;
  state: BudgetState;
  /** Of the last billed month; null when nothing of its currency is billed. */
  forecast: (Forecast & { month: string }) | null;
}

/** Days before the month that a forecast may look at. */
const DAYS_BEFORE = 31;

/**
 * The budgets that the actor may see, each with what is billed and committed this month, and what the last billed month will come
 * to within its scope.
 */
export async function budgetOutlook(ctx: Context): Promise<BudgetOutlook[]> {
  const budgets = await listBudgets(ctx);
  const { basis } = (await getAllocation(ctx)).settings;
  const forecasts = new Map<string, BudgetOutlook["forecast"]>();
  for (const currency of new Set(budgets.map((budget) => budget.currency))) {
    const last = (await billedDays(ctx.db, { currency, teams: null }))?.last;
    if (last === undefined) continue;
    const [start, end] = [monthStart(last), addDays(last, 1)];
    const from = addDays(start, -DAYS_BEFORE);
    const cells = await scopeDays(ctx.db, { from, to: end, currency, basis });
    const first = cells.reduce((least, { day }) => (day < least ? day : least), end);
    for (const { id, scope } of budgets.filter((budget) => budget.currency === currency)) {
      const days = new Map<string, number>();
      for (const cell of cells)
        if (takesIn(scope, cell)) days.set(cell.day, (days.get(cell.day) ?? 0) + Number(cell.amount));
      const all = Array.from({ length: daysBetween(first, end) }, (_, n) => days.get(addDays(first, n)) ?? 0);
      const inMonth = daysBetween(start, end);
      forecasts.set(id, {
        month: start.slice(0, 7),
        ...forecastMonth(all, Math.min(inMonth, all.length), daysBetween(start, nextMonth(start))),
      });
    }
  }
  return budgets.map((budget) => ({
    id: budget.id,
    title: budget.title,
    scope: budget.scope,
    currency: budget.currency,
    amount: budget.amount,
    exceptions: budget.exceptions,
    committed: budget.committed,
    reserved: budget.reserved,
    actual: budget.actual,
    state: budget.state,
    forecast: forecasts.get(budget.id) ?? null,
  }));
}

const takesIn = (scope: BudgetView["scope"], cell: BudgetView["scope"]): boolean =>
  (scope.team === null || scope.team === cell.team) &&
  (scope.costCentre === null || scope.costCentre === cell.costCentre) &&
  (scope.environment === null || scope.environment === cell.environment);
