import { now } from "@/server/kernel/clock";
import { DomainError } from "@/server/kernel/errors";
import { log } from "@/server/kernel/log";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import {
  type RemoteBackend,
  type RemoteCall,
  type RemoteNews,
  RemoteRefused,
} from "@/server/pipelines/remote";
import { retryDelay } from "@/server/runs/core/backoff";
import {
  deliveryMinutesOf,
  registersNothing,
  remoteOf,
  timeoutMinutesOf,
} from "@/server/runs/core/invocation";
import {
  beginAttempt,
  type CallRow,
  callState,
  lookAgain,
  setPollAt,
  settleCall,
  writeTold,
} from "@/server/runs/store/calls";
import { appendEvent, lockRun, move, type RunRow } from "@/server/runs/store/runs";
import { audit } from "@/server/audit/service";
import type { Drive } from "../../drive";
import { endRun, failRun } from "../../finish";
import { passTurn } from "../../turns";
import { applyTold, remoteRedactor } from "../../told";
import type { Step } from "../begin";
import { askRemote } from "./ask";
import { backendOf, remoteCall } from "./remote-call";
import { callTools } from "./call-tools";
import { stopRemote } from "./stop";

/**
 * applying, for a backend that works elsewhere: makes the one call, waits for what comes of it, asks when nobody tells, and
 * passes a cancellation on. A call that was begun is made again only where its backend takes it for the same one.
 */
export async function callStage(drive: Drive, run: RunRow): Promise<Step> {
  const state = await callState(drive.ctx.db, run.id);
  if (!state) throw new Error(`Run ${run.id} is at work on a call that was never recorded.`);
  const { call } = state;
  const backend = backendOf(drive, run);
  if (run.cancelRequestedAt && call.attempts === 0) return cancelUncalled(drive, run);
  if (run.cancelRequestedAt && (!call.stopAskedAt || state.stopOverdue))
    return stopRemote(drive, run, call, backend);
  if (state.overdue) return timeOut(drive, run, call, backend);
  switch (call.status) {
    case "due":
      if (!state.attemptDue) return waitFor(drive, run, null, call.nextAttemptAt);
      return attempt(drive, run, call, backend);
    case "calling":
      if (backend.can.repeat) return attempt(drive, run, call, backend);
      return interrupt(
        drive,
        run,
        backend,
        "The portal was interrupted while it made the call, and cannot know whether it arrived.",
      );
    default:
      if (state.pollDue && backend.can.poll && backend.poll) return askRemote(drive, run, call, backend);
      return waitFor(drive, run, backend.can.poll ? undefined : null);
  }
}

/** Says when the run is looked at next, where that is not said yet: at `at`, or when its time is over. */
async function waitFor(
  drive: Drive,
  run: RunRow,
  seconds: number | null | undefined,
  at?: Date | null,
): Promise<Step> {
  if (seconds === undefined && run.pollAt) return "wait";
  await drive.tx((tx) => setPollAt(tx, run.id, at ?? lookAgain(seconds ?? null)));
  return "wait";
}

async function cancelUncalled(drive: Drive, run: RunRow): Promise<Step> {
  await drive.tx((tx) =>
    endRun(tx, {
      runId: run.id,
      from: "applying",
      to: "cancelled",
      fence: drive.fence,
      data: { before: "call" },
    }),
  );
  return "on";
}

/** The intent is committed before the call is made; its answer is stored even when the worker is told to stop meanwhile. */
async function attempt(drive: Drive, run: RunRow, call: CallRow, backend: RemoteBackend): Promise<Step> {
  const made = await remoteCall(drive, run, call, call.attempts + 1);
  const begun = await drive.tx(async (tx) => {
    const current = await lockRun(tx, run.id);
    if (!current || current.fence !== drive.fence || current.status !== "applying") return null;
    if (current.cancelRequestedAt && call.attempts === 0) return null;
    const number = await beginAttempt(tx, call);
    if (number === null) return null;
    // What was said of the attempt before no longer holds.
    await writeTold(tx, current, current.calledAt ? { statusLabel: null } : { calledAt: now });
    await appendEvent(tx, run.id, "called", { attempt: number, backend: backend.kind });
    return number;
  });
  if (begun === null) return "on";
  const at = (await callState(drive.ctx.db, run.id))?.now ?? new Date();
  return makeCall(drive, run, call, backend, { ...made, attempt: begun }, at);
}

/** Makes a call whose attempt was begun at that time, and stores what comes of it. */
export async function makeCall(
  drive: Drive,
  run: RunRow,
  call: CallRow,
  backend: RemoteBackend,
  made: RemoteCall,
  at: Date,
): Promise<Step> {
  try {
    const news = await backend.call(made, callTools(drive, run, call));
    return await store(drive, run, call, news, at);
  } catch (error) {
    await failedAttempt(drive, run, call, backend, made.attempt, error);
    return "on";
  }
}

/** Without the claim: whoever drives the run by now, the answer is the answer. */
async function store(drive: Drive, run: RunRow, call: CallRow, news: RemoteNews, at: Date): Promise<Step> {
  const redact = await remoteRedactor(drive.ctx, run, call.callId);
  return transaction(drive.ctx, async (tx) => {
    const current = await lockRun(tx, run.id);
    if (!current) return "on";
    await settleCall(tx, run.id, { status: "answered", problem: null });
    const effect = await applyTold(tx, current, { news, at, isSettled: true }, redact);
    if (effect === "noted") await passTurn(tx);
    const isOver = effect === "ended" && news.state === "succeeded" && registersNothing(current);
    return isOver && current.fence === drive.fence ? "over" : "on";
  });
}

async function failedAttempt(
  drive: Drive,
  run: RunRow,
  call: CallRow,
  backend: RemoteBackend,
  attempts: number,
  error: unknown,
): Promise<void> {
  const redact = await remoteRedactor(drive.ctx, run, call.callId);
  const known = error instanceof RemoteRefused || error instanceof DomainError;
  if (!known)
    log.error(
      {
        runId: run.id,
        requestId: drive.ctx.requestId,
        err: redact(String(error instanceof Error ? error.stack : error)),
      },
      "a call to a backend failed unexpectedly",
    );
  const problem = known
    ? redact(error.message)
    : `Something failed that should not. The operator finds it in the log under request ${drive.ctx.requestId}.`;
  const refused =
    error instanceof RemoteRefused || (error instanceof DomainError && error.code !== "unavailable");
  const again = !refused && backend.can.repeat;
  if (!refused && !again) return void (await interrupt(drive, run, backend, problem));
  await transaction(drive.ctx, async (tx) => {
    const current = await lockRun(tx, run.id);
    if (!current || current.status !== "applying") return;
    if (again) {
      const asked = error instanceof DomainError ? (error.details.retryAfterSeconds ?? 0) : 0;
      const seconds = Math.max(asked, retryDelay(attempts, Math.random()));
      await settleCall(tx, run.id, { status: "due", problem, retryInSeconds: seconds });
      await writeTold(tx, current, {
        pollAt: lookAgain(seconds),
        statusLabel: `Tried ${attempts} ${attempts === 1 ? "time" : "times"}; tries again`,
      });
      await appendEvent(tx, run.id, "call_failed", { attempt: attempts, message: problem });
      return;
    }
    await settleCall(tx, run.id, { status: "refused", problem });
    await failRun(
      tx,
      { runId: run.id, from: "applying" },
      {
        stage: "apply",
        code: "refused",
        message: problem,
        advice: "Mend what is named, in the action or its connection, then run the action again.",
      },
    );
  });
}

/** Nobody can say whether the call arrived, and it must not be made twice: a person looks, or the other side tells after all. */
async function interrupt(drive: Drive, run: RunRow, backend: RemoteBackend, problem: string): Promise<Step> {
  const message = `${problem} The call is not made again by itself, since it could have a second effect.`;
  await transaction(drive.ctx, async (tx) => {
    const current = await lockRun(tx, run.id);
    if (!current || current.status !== "applying") return;
    await settleCall(tx, run.id, { status: "unknown", problem });
    const moved = await move(tx, {
      runId: run.id,
      from: "applying",
      to: "interrupted",
      set: {
        statusLabel: null,
        pollAt: backend.can.poll ? lookAgain(30) : null,
        failure: {
          stage: "apply",
          code: "interrupted",
          message,
          advice:
            "Look at the other side whether it was asked, then acknowledge the run. When it still reports, the run goes on by itself.",
          diagnostics: [],
        },
      },
      data: { message: problem },
    });
    if (moved) await auditInterrupted(tx, run.id, message);
  });
  return "on";
}

const auditInterrupted = (tx: TransactionContext, runId: string, message: string) =>
  audit(tx, {
    action: "INTERRUPTED",
    resourceType: "run",
    resourceId: runId,
    runId,
    status: "FAILURE",
    message,
  });

async function timeOut(drive: Drive, run: RunRow, call: CallRow, backend: RemoteBackend): Promise<Step> {
  const { can } = backend;
  // Its last chance to say how it stands.
  if (
    call.status === "answered" &&
    can.poll &&
    backend.poll &&
    (await askRemote(drive, run, call, backend)) === "on"
  )
    return "on";
  const invocation = remoteOf(run.action);
  const answered = call.status === "answered";
  const minutes = !invocation
    ? 0
    : answered
      ? timeoutMinutesOf(invocation)
      : deliveryMinutesOf(invocation, can.repeat);
  const unfetched = call.offeredTo !== null && call.ackedAt === null;
  await drive.tx((tx) =>
    failRun(
      tx,
      { runId: run.id, from: "applying", fence: drive.fence },
      {
        stage: "apply",
        code: answered ? "timeout" : "unavailable",
        message: unfetched
          ? `No agent took it within the ${inWords(minutes)} that the action allows, so nothing was done.`
          : answered
            ? `Nothing came of it within the ${inWords(minutes)} that the action allows. What was asked for may still happen on the other side.`
            : `The backend did not take the call within ${inWords(minutes)}, in ${call.attempts} attempts. ${call.problem ?? ""}`.trim(),
        advice: unfetched
          ? "Check that an agent is running and asks for this work, then run the action again."
          : answered
            ? "Look at the other side before you run the action again."
            : "Check that the other side is up, then run the action again.",
      },
    ),
  );
  return "on";
}

const inWords = (minutes: number): string =>
  minutes >= 120 && minutes % 60 === 0 ? `${minutes / 60} hours` : `${minutes} minutes`;
