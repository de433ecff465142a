import type { TransactionContext } from "@/server/kernel/transaction";
import { mayBegin, nextRun } from "@/server/runs/core/fairness";
import { notifyRun, type RunRow, setFacts } from "@/server/runs/store/runs";
import { anyHeldBack, lockTurns, olderHeld, shareOf, teamLines } from "@/server/runs/store/turns";
import { wake } from "./wake";

const LABEL = "Waits for its turn: other teams wait too";

/**
 * Whether it is this run's turn among the teams. When it is not, the run is marked as held back and whose turn it is gets
 * woken. To be asked last, in the transaction in which the run begins: no other turn is given until that ends.
 */
export async function takesTurn(
  tx: TransactionContext,
  run: Pick<RunRow, "id" | "team" | "requesterId">,
  fence: number,
): Promise<boolean> {
  await lockTurns(tx);
  const lines = await teamLines(tx.db, false);
  const older = await olderHeld(tx.db, run.id);
  const team = run.team ?? `requester:${run.requesterId}`;
  if (!older && mayBegin(lines, team, await shareOf(tx.db))) return true;
  await setFacts(tx, run.id, fence, { heldBack: true, statusLabel: LABEL });
  await notifyRun(tx.db, run.id);
  const next = older ?? nextRun(lines);
  if (next !== null && next !== run.id) await wake(tx, next);
  return false;
}

/** Gives the turn of a run that ended, or waits for somebody else now, to one that was held back. */
export async function passTurn(tx: TransactionContext): Promise<void> {
  if (!(await anyHeldBack(tx.db))) return;
  const next = nextRun(await teamLines(tx.db, true));
  if (next) await wake(tx, next);
}
