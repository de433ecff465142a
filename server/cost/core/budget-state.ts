import type { BudgetState, BudgetVerdict, CostEstimate } from "../schema";
import { larger, type Money, moneyOf, moneyText, moneyWords } from "./money";

/** A budget with what counts against it now. */
export interface BudgetFigures {
  id: string;
  title: string;
  amount: string;
  exceptions: string;
  currency: string;
  warnAt: number | null;
  extraApprovalAt: number | null;
  blockAt: number | null;
  committed: string;
  reserved: string;
  actual: string;
  owners: BudgetVerdict["approvers"];
  approvers: BudgetVerdict["approvers"];
}

const RANK: Record<BudgetState, number> = { ok: 0, warn: 1, extra_approval: 2, blocked: 3 };

/** Whether `a` asks for more than `b`. */
export const isWorse = (a: BudgetState, b: BudgetState): boolean => RANK[a] > RANK[b];

/** The state at which so much of the amount is used: a level begins above its percent, not at it. */
export function stateAt(
  used: Money,
  amount: Money,
  at: Pick<BudgetFigures, "warnAt" | "extraApprovalAt" | "blockAt">,
): BudgetState {
  const above = (percent: number | null) => percent !== null && used * 100n > amount * BigInt(percent);
  if (above(at.blockAt)) return "blocked";
  if (above(at.extraApprovalAt)) return "extra_approval";
  return above(at.warnAt) ? "warn" : "ok";
}

/**
 * What the month takes before anything is added: what is committed, or what was billed already where that is more, and what
 * approved runs hold.
 */
export const usedOf = (figures: Pick<BudgetFigures, "committed" | "actual" | "reserved">): Money =>
  larger(moneyOf(figures.committed), moneyOf(figures.actual)) + moneyOf(figures.reserved);

const mildest = (state: BudgetState): BudgetState => (isWorse(state, "warn") ? "warn" : state);

/** Who can raise a budget, in words. */
export function ownersWords({ users, teams }: BudgetVerdict["approvers"]): string {
  const named = [...users, ...teams.map((team) => `the members of ${team}`)];
  return [...named, "an administrator"].join(", ").replace(/, ([^,]*)$/, " or $1");
}

/**
 * What a budget says of an estimate. Only what adds to the month can be stopped: a run that gives back, or of which nobody
 * knows what it adds, is at most warned about.
 */
export function judge(
  figures: BudgetFigures,
  estimate: Pick<CostEstimate, "monthly" | "currency"> | null,
): BudgetVerdict {
  const { currency, owners, approvers } = figures;
  const amount = moneyOf(figures.amount) + moneyOf(figures.exceptions);
  const used = usedOf(figures);
  const foreign = estimate !== null && estimate.monthly !== null && estimate.currency !== currency;
  const adds = estimate?.monthly && !foreign ? moneyOf(estimate.monthly) : null;
  const left = amount - used - (adds ?? 0n);
  const at = stateAt(used + (adds ?? 0n), amount, figures);
  const state = adds !== null && adds > 0n ? at : mildest(at);
  const verdict = {
    budget: figures.id,
    title: figures.title,
    amount: moneyText(moneyOf(figures.amount)),
    exceptions: moneyText(moneyOf(figures.exceptions)),
    currency,
    committed: moneyText(moneyOf(figures.committed)),
    reserved: moneyText(moneyOf(figures.reserved)),
    actual: moneyText(moneyOf(figures.actual)),
    adds: adds === null ? null : moneyText(adds),
    left: moneyText(left),
    state,
    approvers: approvers.users.length + approvers.teams.length > 0 ? approvers : owners,
    owners: ownersWords(owners),
  };
  return {
    ...verdict,
    message: messageOf(verdict, { amount, used, adds, left, foreign: foreign ? estimate.currency : null }),
  };
}

function messageOf(
  { title, currency, state, owners, actual, committed }: Omit<BudgetVerdict, "message">,
  {
    amount,
    used,
    adds,
    left,
    foreign,
  }: { amount: Money; used: Money; adds: Money | null; left: Money; foreign: string | null },
): string {
  const words = (money: Money) => moneyWords(money, currency);
  if (foreign !== null)
    return `The estimate is in ${foreign} and the budget "${title}" in ${currency}, so it was not counted.`;
  if (adds === null)
    return `Nobody knows what this adds to "${title}"; ${words(left)} of ${words(amount)} a month is left.`;
  const billed = moneyOf(actual) > moneyOf(committed) ? " More was billed this month than is committed." : "";
  const change = adds < 0n ? `gives back ${words(-adds)}` : `adds ${words(adds)}`;
  const basis = `This ${change} a month. "${title}" has ${words(amount)}, of which ${words(used)} is used.${billed}`;
  if (state === "blocked")
    return `${basis} That is ${left < 0n ? `${words(-left)} more than is left` : "more than its limit allows"}. It can be raised, or an exception granted, by ${owners}.`;
  if (state === "extra_approval") return `${basis} Above its limit somebody has to approve that as well.`;
  return `${basis} ${left < 0n ? `That is ${words(-left)} more than there is` : `${words(left)} will be left`}.`;
}
