import { audit } from "@/server/audit/service";
import type { Context } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
import { isWorse, judge } from "../core/budget-state";
import { moneyOf } from "../core/money";
import type { BudgetVerdict, CostEstimate, CostScope } from "../schema";
import { figuresMatching, figuresOf, idsTakingIn, lockMatching } from "../store/budgets";
import {
  changeCommitment,
  changeCost,
  type Entry,
  enter,
  forgetCost,
  insertReservation,
  takeCommitments,
  takeReservations,
  type Thing,
} from "../store/ledger";
import { tellLevels } from "./notices";

type AnyContext = Context | TransactionContext;

/** A run as budgets see it. */
export interface CostedRun extends CostScope {
  runId: string;
  estimate: CostEstimate | null;
}

/** What the budgets that take in a run say of it now. Nothing is reserved. */
export async function checkBudgets(ctx: AnyContext, run: CostedRun): Promise<BudgetVerdict[]> {
  return (await figuresMatching(ctx.db, run)).map((figures) => judge(figures, run.estimate));
}

/** Why the money of an approved run cannot be held any more. */
export interface Refusal {
  /** blocked: it is not there. unapproved: it now needs an approval that nobody gave. */
  fault: "blocked" | "unapproved";
  verdicts: BudgetVerdict[];
  message: string;
}

/** What stops a run among verdicts, in words. */
export const refusalOf = (verdicts: readonly BudgetVerdict[], state: BudgetVerdict["state"]): string =>
  verdicts
    .filter((verdict) => verdict.state === state)
    .map((verdict) => verdict.message)
    .join(" ");

/**
 * Holds the estimate of a run under every budget that takes it in, when it is approved and in that transaction. The budgets
 * stay locked until it commits, so of two runs for the last of the money one gets it. `agreed` are the verdicts under which
 * it was approved: what is worse now was not agreed to, and nothing is held. Out: null when it is held, or nothing has to be.
 */
export async function reserve(
  tx: TransactionContext,
  run: CostedRun,
  agreed: readonly BudgetVerdict[],
): Promise<Refusal | null> {
  const ids = await lockMatching(tx, run);
  if (!ids.length) return null;
  const verdicts = (await figuresOf(tx.db, ids)).map((figures) => judge(figures, run.estimate));
  if (verdicts.some((verdict) => verdict.state === "blocked"))
    return { fault: "blocked", verdicts, message: refusalOf(verdicts, "blocked") };
  const unapproved = verdicts.filter((verdict) => {
    const before = agreed.find((one) => one.budget === verdict.budget)?.state ?? "ok";
    return verdict.state === "extra_approval" && isWorse(verdict.state, before);
  });
  if (unapproved.length)
    return { fault: "unapproved", verdicts, message: unapproved.map((verdict) => verdict.message).join(" ") };
  const held: Entry[] = [];
  for (const { budget, adds } of verdicts) {
    if (adds === null || moneyOf(adds) <= 0n) continue;
    if (await insertReservation(tx, { runId: run.runId, budgetId: budget, amount: adds }))
      held.push({
        budgetId: budget,
        kind: "reserve",
        runId: run.runId,
        reserved: adds,
        key: `reserve:${run.runId}`,
        reason: "Approved",
      });
  }
  await enter(tx, held);
  await tellLevels(tx, held.length ? verdicts : []);
  return null;
}

/** A run at its end. */
export interface EndedRun extends CostedRun {
  status: string;
  operation: "CREATE" | "DAY-2" | "DELETE";
  /** What it made, changed or destroyed. */
  thing: Thing;
}

/**
 * What the end of a run does to the money it held: success commits it, a destroyed thing gives back all that it had
 * committed, every other end releases. Once for a run, in the transaction of its end.
 */
export async function settle(tx: TransactionContext, run: EndedRun): Promise<void> {
  const held = new Map((await takeReservations(tx, run.runId)).map((row) => [row.budgetId, row.amount]));
  if (run.status !== "succeeded") return release(tx, run, held, new Map(), `The run ended ${run.status}`);
  if (run.operation === "DELETE") {
    const committed = new Map(
      (await takeCommitments(tx, run.thing)).map((row) => [row.budgetId, row.amount]),
    );
    await forgetCost(tx, run.thing);
    return release(tx, run, held, committed, "Destroyed");
  }
  const { estimate, thing, runId } = run;
  if (!estimate || estimate.monthly === null || moneyOf(estimate.monthly) === 0n)
    return release(tx, run, held, new Map(), "The run added nothing");
  const change = estimate.monthly;
  const entries: Entry[] = [];
  for (const budgetId of await idsTakingIn(tx.db, run, estimate.currency)) {
    const committed = await changeCommitment(tx, { ...thing, budgetId, runId, change });
    const reserved = held.get(budgetId);
    held.delete(budgetId);
    entries.push({
      ...thing,
      budgetId,
      runId,
      kind: "commit",
      committed,
      ...(reserved === undefined ? {} : { reserved: `-${reserved}` }),
      key: `commit:${runId}`,
      reason: "The run succeeded",
    });
  }
  await enter(tx, entries);
  await changeCost(tx, { ...thing, ...scopeOf(run), runId, change, currency: estimate.currency });
  // What was held under a budget that has gone since.
  await release(tx, run, held, new Map(), "The budget no longer takes it in");
}

const scopeOf = ({ team, costCentre, environment }: CostScope): CostScope => ({
  team,
  costCentre,
  environment,
});

async function release(
  tx: TransactionContext,
  { runId, thing }: EndedRun,
  held: ReadonlyMap<string, string>,
  committed: ReadonlyMap<string, string>,
  reason: string,
): Promise<void> {
  const minus = (text: string | undefined) => (text === undefined || moneyOf(text) === 0n ? "0" : `-${text}`);
  await enter(
    tx,
    [...new Set([...held.keys(), ...committed.keys()])].sort().map((budgetId) => ({
      ...thing,
      budgetId,
      runId,
      kind: "release" as const,
      reserved: minus(held.get(budgetId)),
      committed: minus(committed.get(budgetId)),
      key: `release:${runId}`,
      reason,
    })),
  );
}

/** Records in the audit log that a budget stopped a run. */
export async function auditBlocked(
  tx: TransactionContext,
  runId: string,
  verdicts: readonly BudgetVerdict[],
): Promise<void> {
  for (const verdict of verdicts.filter(({ state }) => state === "blocked"))
    await audit(tx, {
      action: "BUDGET_BLOCKED",
      resourceType: "budget",
      resourceId: verdict.budget,
      runId,
      status: "FAILURE",
      message: verdict.message,
    });
}
