import { audit } from "@/server/audit/service";
import type { Context } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
import { isWorse, judge } from "../core/budget-state";
import { type Money, moneyOf, moneyText, smaller } from "../core/money";
import type { PartMade } from "../core/part";
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
  /** What it had changed before it ended otherwise than with success; null or left out: nothing. */
  part?: PartMade | null;
}

/**
 * What the end of a run does to the money it held: success commits it, a destroyed thing gives back all that it had
 * committed, every other end releases, but for what the run had made by then: that is there, and is committed. Once for a run, in the
 * transaction of its end.
 */
export async function settle(tx: TransactionContext, run: EndedRun): Promise<void> {
  const held = new Map((await takeReservations(tx, run.runId)).map((row) => [row.budgetId, row.amount]));
  const { estimate, part } = run;
  if (run.status !== "succeeded") {
    const ended = `The run ended ${run.status}`;
    if (!estimate || !part || part.monthly === 0n) return release(tx, run, held, new Map(), ended);
    const made = `${ended} after ${part.done} of ${part.of} changes, which stay`;
    const rest = await commit(tx, run, estimate.currency, part.monthly, held, made);
    return release(tx, run, rest, new Map(), `${ended}: the rest of it was not made`);
  }
  if (run.operation === "DELETE") {
    const committed = new Map(
      (await takeCommitments(tx, run.thing)).map((row) => [row.budgetId, row.amount]),
    );
    await forgetCost(tx, run.thing);
    return release(tx, run, held, committed, "Destroyed");
  }
  if (!estimate || estimate.monthly === null || moneyOf(estimate.monthly) === 0n)
    return release(tx, run, held, new Map(), "The run added nothing");
  const change = moneyOf(estimate.monthly);
  const rest = await commit(tx, run, estimate.currency, change, held, "The run succeeded");
  // What was held under a budget that has gone since.
  await release(tx, run, rest, new Map(), "The budget no longer takes it in");
}

/** Commits a change of the monthly cost under every budget that takes the run in. Out: what is held beyond it. */
async function commit(
  tx: TransactionContext,
  run: EndedRun,
  currency: string,
  change: Money,
  held: ReadonlyMap<string, string>,
  reason: string,
): Promise<Map<string, string>> {
  const { thing, runId } = run;
  const rest = new Map(held);
  const entries: Entry[] = [];
  for (const budgetId of await idsTakingIn(tx.db, run, currency)) {
    const committed = await changeCommitment(tx, { ...thing, budgetId, runId, change: moneyText(change) });
    const reserved = moneyOf(rest.get(budgetId) ?? "0");
    const used = change > 0n ? smaller(change, reserved) : 0n;
    if (used === reserved) rest.delete(budgetId);
    else rest.set(budgetId, moneyText(reserved - used));
    entries.push({
      ...thing,
      budgetId,
      runId,
      kind: "commit",
      committed,
      ...(used === 0n ? {} : { reserved: moneyText(-used) }),
      key: `commit:${runId}`,
      reason,
    });
  }
  await enter(tx, entries);
  await changeCost(tx, { ...thing, ...scopeOf(run), runId, change: moneyText(change), currency });
  return rest;
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
