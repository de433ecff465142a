import { DomainError } from "@/server/kernel/errors";
import { type RemoteBackend, type RemoteNews, RemoteRefused } from "@/server/pipelines/remote";
import { type CallRow, callState, lookAgain, setPollAt } from "@/server/runs/store/calls";
import { appendLines } from "@/server/runs/store/executions";
import { lockRun, type RunRow } from "@/server/runs/store/runs";
import type { Drive } from "../../drive";
import { applyTold, remoteRedactor } from "../../told";
import type { Step } from "../begin";
import { remoteRun } from "./remote-call";

/** Until the other side is asked again, in seconds, when it could not be asked. */
const ASK_AGAIN_SECONDS = 60;

/**
 * Asks the other side how a run stands, and takes what it says as news. What it refuses for good is noted in the log, and it
 * is not asked again before the time of the run is over. Out: "on" when the run moved.
 */
export async function askRemote(
  drive: Drive,
  run: RunRow,
  call: CallRow,
  backend: RemoteBackend,
): Promise<Step> {
  const at = (await callState(drive.ctx.db, run.id))?.now ?? new Date();
  const redact = await remoteRedactor(drive.ctx, run, call.callId);
  let news: RemoteNews;
  try {
    if (!backend.poll) return "wait";
    news = await backend.poll(await remoteRun(drive, run, call), drive.engine.tools);
  } catch (error) {
    if (!(error instanceof RemoteRefused || error instanceof DomainError)) throw error;
    const forGood = error instanceof RemoteRefused || error.code !== "unavailable";
    await drive.tx(async (tx) => {
      const current = await lockRun(tx, run.id);
      if (!current || current.fence !== drive.fence || current.status !== run.status) return;
      await setPollAt(tx, run.id, lookAgain(forGood ? null : ASK_AGAIN_SECONDS));
      if (forGood)
        await appendLines(tx, run.id, "apply", [
          { level: "warn", text: `It cannot be asked how the run stands: ${redact(error.message)}` },
        ]);
    });
    return "wait";
  }
  return drive.tx(async (tx) => {
    const current = await lockRun(tx, run.id);
    if (!current || current.fence !== drive.fence || current.status !== run.status) return "on";
    return (await applyTold(tx, current, { news, at }, redact)) === "ended" ? "on" : "wait";
  });
}
