import { lockRun, move, type RunRow } from "@/server/runs/store/runs";
import type { Drive } from "../../drive";
import { cancelHere, type Step } from "../begin";

/** queued → planning. */
export async function takeRemoteTurn(drive: Drive, run: RunRow): Promise<Step> {
  return drive.tx(async (tx) => {
    const current = await lockRun(tx, run.id);
    if (current?.cancelRequestedAt) return cancelHere(tx, drive, run);
    await move(tx, {
      runId: run.id,
      from: "queued",
      to: "planning",
      fence: drive.fence,
      set: { statusLabel: null },
    });
    return "on";
  });
}
