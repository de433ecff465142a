import { DomainError } from "@/server/kernel/errors";
import { type RemoteBackend, RemoteRefused } from "@/server/pipelines/remote";
import { type CallRow, callOfRun, lookAgain, markStopAsked, writeTold } from "@/server/runs/store/calls";
import { appendEvent, lockRun, type RunRow } from "@/server/runs/store/runs";
import type { Drive } from "../../drive";
import { endRun } from "../../finish";
import { remoteRedactor } from "../../told";
import type { Step } from "../begin";
import { remoteRun } from "./remote-call";

/** How soon the other side is asked whether it has stopped, in seconds. */
const STOPPED_SECONDS = 10;

/**
 * Passes a cancellation on. The run ends when the other side says that it has stopped; where it cannot be asked, refuses, or
 * says nothing for some minutes, the run ends here and says that its work may go on there.
 */
export async function stopRemote(
  drive: Drive,
  run: RunRow,
  call: CallRow,
  backend: RemoteBackend,
): Promise<Step> {
  if (call.offeredTo !== null && (await withdraw(drive, run))) return "on";
  if (call.stopAskedAt)
    return endHere(drive, run, "The other side was asked to stop and has not said that it did.");
  if (!backend.can.cancel || !backend.cancel)
    return endHere(drive, run, "This backend cannot be stopped from the portal.");
  try {
    await backend.cancel(await remoteRun(drive, run, call), drive.engine.tools);
  } catch (error) {
    if (!(error instanceof RemoteRefused || error instanceof DomainError)) throw error;
    const redact = await remoteRedactor(drive.ctx, run, call.callId);
    return endHere(drive, run, `It could not be stopped: ${redact(error.message)}`);
  }
  return drive.tx(async (tx) => {
    const current = await lockRun(tx, run.id);
    if (!current || current.fence !== drive.fence || current.status !== "applying") return "on";
    // Where nothing runs that could say that it stopped, asking was all there was to do.
    if (!backend.can.poll && backend.kind === "MANUAL") {
      await endRun(tx, { runId: run.id, from: "applying", to: "cancelled", fence: drive.fence });
      return "on";
    }
    await markStopAsked(tx, run.id);
    await appendEvent(tx, run.id, "stop_asked", { backend: backend.kind });
    await writeTold(tx, current, { pollAt: lookAgain(STOPPED_SECONDS), statusLabel: "Asked to stop" });
    return "wait";
  });
}

/** Takes back what no agent has acknowledged yet, and ends the run. False: one has. */
async function withdraw(drive: Drive, run: RunRow): Promise<boolean> {
  return drive.tx(async (tx) => {
    // An agent that acknowledges takes the same lock, so only one of the two has its way.
    await lockRun(tx, run.id);
    const call = await callOfRun(tx.db, run.id);
    if (!call || call.ackedAt) return false;
    await endRun(tx, { runId: run.id, from: "applying", to: "cancelled", fence: drive.fence });
    return true;
  });
}

async function endHere(drive: Drive, run: RunRow, why: string): Promise<Step> {
  const message = `${why} What was asked for may still happen on the other side.`;
  await drive.tx((tx) =>
    endRun(tx, {
      runId: run.id,
      from: "applying",
      to: "cancelled",
      fence: drive.fence,
      set: {
        failure: {
          stage: "apply",
          code: "cancelled",
          message,
          advice: "Look at the other side, and stop it there.",
          diagnostics: [],
        },
      },
      data: { message },
    }),
  );
  return "on";
}
