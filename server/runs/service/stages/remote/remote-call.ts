import type { Secret } from "@/server/kernel/secrets";
import { NotBegun } from "@/server/runs/service/carry-out";
import { DomainError, Precondition } from "@/server/kernel/errors";
import type { RemoteBackend, RemoteCall, RemoteRun } from "@/server/pipelines/remote";
import { connectionOf, remoteOf } from "@/server/runs/core/invocation";
import type { CallRow } from "@/server/runs/store/calls";
import type { RunRow } from "@/server/runs/store/runs";
import type { Drive } from "../../drive";
import { payloadOf } from "../../run-payload";
import { reportToken } from "../../tokens";

/** The credentials that a run calls with. Throws Precondition when its connection is not there. */
const connectionOfRun = (
  drive: Pick<Drive, "ctx" | "engine">,
  run: RunRow,
): Promise<Record<string, Secret>> => drive.engine.connection(drive.ctx, connectionOf(run));

export function backendOf(drive: Pick<Drive, "engine">, run: RunRow): RemoteBackend {
  const invocation = remoteOf(run.action);
  if (!invocation) throw new Error(`Run ${run.id} is of a backend that works here.`);
  return drive.engine.remote(invocation.type);
}

/** The call of a run with what it sends. Throws Precondition when its connection is not there. */
export async function callWith(
  drive: Pick<Drive, "ctx" | "engine">,
  run: RunRow,
  call: Pick<CallRow, "callId" | "firstAt">,
  { attempt, invocation }: Pick<RemoteCall, "attempt" | "invocation">,
): Promise<RemoteCall> {
  return {
    runId: run.id,
    callId: call.callId,
    attempt,
    ...(call.firstAt ? { firstAt: call.firstAt } : {}),
    invocation,
    action: {
      identifier: run.action.identifier,
      title: run.action.title,
      operation: run.action.operation,
    },
    portalUrl: drive.engine.url,
    runToken: reportToken(call.callId),
    connection: await connectionOfRun(drive, run),
    signingSecret: drive.engine.signingSecret,
  };
}

/**
 * The call of a run as its backend gets it. Throws NotBegun when what it needs is not there any more and nothing was sent yet,
 * else the reason itself.
 */
export async function remoteCall(
  drive: Pick<Drive, "ctx" | "engine">,
  run: RunRow,
  call: CallRow,
  attempt: number,
): Promise<RemoteCall> {
  try {
    const payload = await payloadOf(drive.ctx, run);
    if (!payload)
      throw new Precondition("What was to be sent is not the payload that was approved. Nothing was sent.", {
        fault: "integrity",
      });
    return await callWith(drive, run, call, { attempt, invocation: payload.invocation });
  } catch (error) {
    if (call.attempts === 0 && error instanceof DomainError && error.code !== "unavailable")
      throw new NotBegun(error);
    throw error;
  }
}

/** The same, to be asked about or stopped. */
export async function remoteRun(
  drive: Pick<Drive, "ctx" | "engine">,
  run: RunRow,
  call: CallRow,
): Promise<RemoteRun> {
  return {
    ...(await remoteCall(drive, run, call, Math.max(1, call.attempts))),
    externalId: run.externalRunId,
    calledAt: run.calledAt ?? run.createdAt,
  };
}
