import type { LedgerProof } from "./budget-types";

type Balance = LedgerProof["budgets"][number];

/** Where what is held or committed now is something else than the entries of a ledger come to. */
export function differencesOf(
  balance: Balance,
): { part: "reserved" | "committed"; ledger: string; now: string }[] {
  const parts = [
    { part: "reserved" as const, ledger: balance.reserved, now: balance.liveReserved },
    { part: "committed" as const, ledger: balance.committed, now: balance.liveCommitted },
  ];
  return parts.filter(({ ledger, now }) => Number(ledger) !== Number(now));
}
