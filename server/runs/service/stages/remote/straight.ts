import { inSeconds, now } from "@/server/kernel/clock";
import { newId } from "@/server/kernel/ids";
import { log } from "@/server/kernel/log";
import { sha256 } from "@/server/kernel/secrets";
import { recordVerdicts } from "@/server/policy/service/evaluate";
import { deliveryMinutesOf, remoteOf } from "@/server/runs/core/invocation";
import { insertCall } from "@/server/runs/store/calls";
import { move, type RunRow } from "@/server/runs/store/runs";
import { mayBeginAtOnce } from "@/server/runs/store/turns";
import type { Drive } from "../../drive";
import { reportToken } from "../../tokens";
import type { Step } from "../begin";
import { judgeRun } from "../check";
import { makeCall } from "./call";
import { payloadFacts, renderRemote } from "./prepare";
import { backendOf, callWith } from "./remote-call";
import { takeRemoteTurn } from "./turn";

/**
 * queued → applying in one go, for a run elsewhere that nothing keeps waiting and nobody has to approve: what its stages look
 * at one after the other is looked at, then written in one transaction together with the intent to call, and the call is
 * made. Every other run goes stage by stage, and so does one whose way anything stands in: its stage says what.
 */
export async function beginStraight(drive: Drive, run: RunRow): Promise<Step> {
  const ready = await readyToCall(drive, run);
  if (!ready) return takeRemoteTurn(drive, run);
  const { payload, judged, invocation, backend, prepared, callId } = ready;
  const executedHash = judged.facts.subjectHash;
  const begun = await drive.tx(async (tx) => {
    const moved = await move(tx, {
      runId: run.id,
      from: "queued",
      via: [
        { to: "planning" },
        { to: "checking", data: { payload: payload.sha256 } },
        { to: "approved", data: { approval: "not required" } },
      ],
      to: "applying",
      fence: drive.fence,
      set: {
        statusLabel: null,
        ...payloadFacts(payload),
        ...judged.facts,
        executedHash,
        deadlineAt: inSeconds(deliveryMinutesOf(invocation, backend.can.repeat) * 60),
        calledAt: now,
      },
      data: { executedHash },
      also: [{ type: "called", data: { attempt: 1, backend: backend.kind } }],
    });
    if (!moved) return null;
    await payload.keep(tx.db);
    await recordVerdicts(tx, judged.told, judged.verdicts);
    const tokenHash = sha256(reportToken(callId).reveal());
    const call = { runId: run.id, callId, kind: invocation.type, tokenHash };
    return { run: moved, call: await insertCall(tx, call, { begun: true }) };
  });
  // Somebody ended it at this moment.
  if (!begun) return "on";
  const made = { ...prepared, ...(begun.call.firstAt ? { firstAt: begun.call.firstAt } : {}) };
  return makeCall(drive, begun.run, begun.call, backend, made, begun.run.calledAt ?? new Date());
}

/** All that the call of a run takes; null when it has to go stage by stage. */
async function readyToCall(drive: Drive, run: RunRow) {
  const invocation = remoteOf(run.action);
  if (!invocation || run.cancelRequestedAt || run.approvalRule || run.action.approvalRules?.length)
    return null;
  try {
    if (!(await mayBeginAtOnce(drive.ctx.db, run.id))) return null;
    const { payload, gone } = await renderRemote(drive, run);
    if (gone.length) return null;
    const planned = { ...run, ...payloadFacts(payload) };
    const judged = await judgeRun(drive, planned);
    // Money that is to be held is held when the run is approved.
    if (judged.decision !== "allow" || judged.requirement || judged.budgetVerdicts.length) return null;
    const backend = backendOf(drive, run);
    const callId = newId();
    const attempt = { attempt: 1, invocation: payload.reveal() };
    const prepared = await callWith(drive, planned, { callId, firstAt: null }, attempt);
    return { payload, judged, invocation, backend, prepared, callId };
  } catch (error) {
    if (drive.signal.aborted) throw error;
    // The stage that it belongs to comes upon it again, and ends the run with it or tries again.
    log.debug({ runId: run.id, err: String(error) }, "a run goes stage by stage");
    return null;
  }
}
