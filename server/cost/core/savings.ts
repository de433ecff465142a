import { type Money, moneyText, readMoney } from "./money";

/** What the portal destroyed by itself, as the runs tell it. */
export interface Destroyed {
  runId: string;
  blueprint: string;
  entity: string;
  title: string | null;
  team: string | null;
  endedAt: Date;
  /** What had it destroyed. */
  by: "lifetime" | "automation";
  /** What it cost a month by the estimates of the runs that made and changed it; null: one of them had none. */
  monthly: string | null;
  /** Null: none, or several. */
  currency: string | null;
}

export interface Saving extends Destroyed {
  /** From the destruction to the end of its month, in UTC. */
  hours: number;
  /** An exact decimal text; null where the monthly cost is not known. */
  saved: string | null;
}

const HOUR_MS = 3_600_000;

/**
 * What was saved by a destruction: its monthly cost for the part of the month that was left, to the minute. The claim is bounded:
 * without it, the thing would have run on to the end of that month. Nothing is claimed of the months after.
 */
export function savingOf(thing: Destroyed): Saving {
  const { endedAt } = thing;
  const start = Date.UTC(endedAt.getUTCFullYear(), endedAt.getUTCMonth(), 1);
  const end = Date.UTC(endedAt.getUTCFullYear(), endedAt.getUTCMonth() + 1, 1);
  const minutes = (ms: number): Money => BigInt(Math.floor(ms / 60_000));
  const left = minutes(end - endedAt.getTime());
  const monthly = thing.currency === null ? null : readMoney(thing.monthly);
  return {
    ...thing,
    hours: Math.round(((end - endedAt.getTime()) / HOUR_MS) * 10) / 10,
    saved: monthly === null ? null : moneyText((monthly * left) / minutes(end - start), 4),
  };
}
