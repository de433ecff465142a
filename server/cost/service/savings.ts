import { z } from "zod";
import type { Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { daysBetween } from "../core/billing/days";
import { moneyText, readMoney, sum } from "../core/money";
import { type Saving, savingOf } from "../core/savings";
import { destroyedBySystem } from "../store/savings";
import { teamsSeen } from "./billing/figures";
import { readInput } from "./input";

const day = z.iso.date("Use a day, as in 2026-01-31.");
export const savingsInput = z.strictObject({
  /** Days in UTC; `to` is the first day that is not in it. */
  from: day,
  to: day,
  team: z.string().min(1).max(500).optional(),
});

/** More are not looked at in one go. */
const MOST = 10_000;
const MOST_SHOWN = 200;

export interface Savings {
  /** By currency, the largest first. */
  totals: { currency: string; saved: string; things: number }[];
  things: number;
  /** Of which no monthly cost is known: they count as nothing. */
  unknown: number;
  /** The latest. */
  items: Saving[];
}

/**
 * What lifetimes and automations saved by destroying things, counted from the runs that did it: the monthly cost that was
 * estimated, for what was left of the month. Members see their own teams'. Throws Invalid.
 */
export async function costSavings(ctx: Context, input: z.input<typeof savingsInput>): Promise<Savings> {
  checkPermission(ctx.actor, "budgets.read");
  const { team, ...span } = readInput(savingsInput, input);
  if (span.to <= span.from) throw Invalid.at(["to"], "Must be after the first day.");
  if (daysBetween(span.from, span.to) > 3_700) throw Invalid.at(["to"], "Ask for at most ten years.");
  const all = (await destroyedBySystem(ctx.db, { ...span, teams: teamsSeen(ctx, team) }, MOST)).map(savingOf);
  const known = all.filter(({ saved }) => saved !== null);
  const currencies = [...new Set(known.map(({ currency }) => currency!))];
  const totals = currencies.map((currency) => {
    const of = known.filter((one) => one.currency === currency);
    return { currency, money: sum(of.map(({ saved }) => readMoney(saved) ?? 0n)), things: of.length };
  });
  return {
    totals: totals
      .sort((a, b) => (a.money < b.money ? 1 : a.money > b.money ? -1 : 0))
      .map(({ money, ...rest }) => ({ ...rest, saved: moneyText(money, 4) })),
    things: all.length,
    unknown: all.length - known.length,
    items: all.slice(0, MOST_SHOWN),
  };
}
