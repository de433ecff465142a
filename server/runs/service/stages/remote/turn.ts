import { lockRun, move, notifyRun, type RunRow, setFacts } from "@/server/runs/store/runs";
import { lockTurns, serialBlocker } from "@/server/runs/store/turns";
import type { Drive } from "../../drive";
import { takesTurn } from "../../turns";
import { cancelHere, type Step } from "../begin";

/** queued → planning: when those that it may not overtake have ended, and its team's turn has come. */
export async function takeRemoteTurn(drive: Drive, run: RunRow): Promise<Step> {
  return drive.tx(async (tx) => {
    const current = await lockRun(tx, run.id);
    if (!current || current.fence !== drive.fence || current.status !== "queued") return "on";
    if (current.cancelRequestedAt) return cancelHere(tx, drive, run);
    await lockTurns(tx);
    const blocker = await serialBlocker(tx.db, run.id);
    if (blocker) {
      const label = `Waits for run ${blocker}`;
      if (current.statusLabel !== label && (await setFacts(tx, run.id, drive.fence, { statusLabel: label })))
        await notifyRun(tx.db, run.id);
      return "wait";
    }
    if (!(await takesTurn(tx, run, drive.fence))) return "wait";
    await move(tx, {
      runId: run.id,
      from: "queued",
      to: "planning",
      fence: drive.fence,
      set: { statusLabel: null, heldBack: false },
    });
    return "on";
  });
}
