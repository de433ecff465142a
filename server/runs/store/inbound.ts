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

/** Which of the messages, by their place in the list, name a run of ours in any way. */
export async function namingRuns(db: Executor, messages: readonly InboundMessage[]): Promise<Set<number>> {
  const asked = messages.map(({ kind, externalId, callId, runId }, n) => ({
    n,
    kind,
    external_id: externalId,
    call_id: callId,
    run_id: runId,
  }));
  const rows = await db.execute<{ n: number }>(sql`
    select m.n from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
      as m(n int, kind text, external_id text, call_id text, run_id text)
    where exists (select 1 from runs r join run_calls c on c.run_id = r.id
        where r.external_run_id = m.external_id and c.kind = m.kind)
      or (m.call_id is not null and exists (select 1 from run_calls c where c.call_id::text = m.call_id))
      or exists (select 1 from runs r where r.id = m.run_id)`);
  return new Set(rows.map(({ n }) => n));
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
