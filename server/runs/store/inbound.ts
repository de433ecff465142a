import { and, eq, isNull, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { runCalls, runs } from "@/db/schema/runs";
import type { InboundMessage } from "@/server/pipelines/core/inbound/message";
import { runIdOf } from "./calls";
import { findRun, type RunRow } from "./runs";

/** The run that a delivery names: by the vendor's id of it, else by an id of ours that the vendor gives back. */
export async function findRunToTell(db: Executor, message: InboundMessage): Promise<RunRow | null> {
  const known = await runIdOf(db, { kind: message.kind, externalId: message.externalId });
  const called = known ?? (message.callId && (await runIdOf(db, { callId: message.callId })));
  const runId = called ?? message.runId;
  return runId ? findRun(db, runId) : null;
}

/** Whether a call of the kind was begun whose run has no id of the other side yet. */
export async function someCallUnanswered(db: Executor, kind: string): Promise<boolean> {
  const [row] = await db
    .select({ id: runs.id })
    .from(runCalls)
    .innerJoin(runs, eq(runs.id, runCalls.runId))
    .where(and(eq(runCalls.kind, kind), isNull(runs.externalRunId), sql`${runs.endedAt} is null`))
    .limit(1);
  return row !== undefined;
}
