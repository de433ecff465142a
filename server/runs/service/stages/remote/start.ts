import { newId } from "@/server/kernel/ids";
import { inSeconds } from "@/server/kernel/clock";
import { sha256 } from "@/server/kernel/secrets";
import { deliveryMinutesOf, remoteOf } from "@/server/runs/core/invocation";
import { subjectHash } from "@/server/runs/core/subject-hash";
import { insertCall } from "@/server/runs/store/calls";
import { lockRun, move, type RunRow } from "@/server/runs/store/runs";
import type { Drive } from "../../drive";
import { failRun, staleRun } from "../../finish";
import { policiesMoved } from "../../policy-case";
import { payloadOf } from "../../run-payload";
import { movedSecret } from "../../run-secrets";
import { reportToken } from "../../tokens";
import { cancelHere, type Step } from "../begin";
import { subjectOf } from "../check";
import { claimOrEnd } from "../claim";

/**
 * approved → applying, with the intent to call. Everything that the approval spoke about is looked at again: what was altered
 * ends the run as failed (integrity), what has moved on as stale, what lapsed as expired.
 */
export async function startCall(drive: Drive, run: RunRow): Promise<Step> {
  const invocation = remoteOf(run.action);
  if (!invocation || !run.payloadSha256 || !run.subjectHash)
    throw new Error(`Run ${run.id} is approved without a payload.`);
  const at = { runId: run.id, from: "approved" as const, fence: drive.fence };
  const payload = await payloadOf(drive.ctx, run);
  const altered = payload
    ? hashOf(run, run.payloadSha256) === run.subjectHash
      ? null
      : "The record of the run is not the one that was approved"
    : "The stored payload is not the one that was approved";
  if (!payload || altered) {
    await drive.tx((tx) =>
      failRun(tx, at, {
        stage: "apply",
        code: "integrity",
        message: `${altered}: its hash is another. Nothing was sent.`,
        advice: "Tell an administrator: the database was changed around the portal.",
      }),
    );
    return "on";
  }
  const judged = await policiesMoved(drive.ctx, run);
  const minutes = deliveryMinutesOf(invocation, drive.engine.remote(invocation.type).can.repeat);
  const callId = newId();
  return drive.tx(async (tx) => {
    const current = await lockRun(tx, run.id);
    if (!current || current.fence !== drive.fence || current.status !== "approved") return "on";
    if (current.cancelRequestedAt) return cancelHere(tx, drive, run);
    const executedHash = hashOf(current, payload.sha256);
    const moved =
      judged ??
      (await movedSecret(tx, run)) ??
      (executedHash === run.subjectHash ? null : "What would be sent is not what was approved.");
    if (moved) {
      await staleRun(tx, at, moved);
      return "on";
    }
    if (!(await claimOrEnd(tx, run, at, executedHash))) return "on";
    const set = { executedHash, deadlineAt: inSeconds(minutes * 60) };
    if (await move(tx, { ...at, to: "applying", set, data: { executedHash } }))
      await insertCall(tx, {
        runId: run.id,
        callId,
        kind: invocation.type,
        tokenHash: sha256(reportToken(callId).reveal()),
      });
    return "on";
  });
}

const hashOf = (run: RunRow, payloadSha256: string): string =>
  subjectHash(subjectOf(run, { module: null, state: null, planSha256: payloadSha256 }));
