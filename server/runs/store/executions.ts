import { and, asc, eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { runArtifacts, runExecutions, runLogs, runTokens } from "@/db/schema/runs";
import { inSeconds, now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { Diagnostic, LogLine, ParsedLine } from "@/server/pipelines/backend";
import { notifyRun } from "./runs";

export type ExecutionRow = typeof runExecutions.$inferSelect;
export type Stage = "plan" | "apply";

export async function findExecution(db: Executor, runId: string, stage: Stage): Promise<ExecutionRow | null> {
  const [row] = await db
    .select()
    .from(runExecutions)
    .where(and(eq(runExecutions.runId, runId), eq(runExecutions.stage, stage)));
  return row ?? null;
}

/** How the stages of a run went, the plan first. */
export async function executionsOf(db: Executor, runId: string) {
  return db
    .select({
      stage: runExecutions.stage,
      status: runExecutions.status,
      exitCode: runExecutions.exitCode,
      startedAt: runExecutions.startedAt,
      finishedAt: runExecutions.finishedAt,
    })
    .from(runExecutions)
    .where(eq(runExecutions.runId, runId))
    .orderBy(asc(runExecutions.requestedAt));
}

/**
 * Records the intent to run a stage, once and for all: a second record for the same stage is refused by the table, which
 * is what makes an apply happen at most once.
 */
export async function insertExecution(
  tx: TransactionContext,
  e: { id: string; runId: string; stage: Stage; host: string },
): Promise<ExecutionRow | null> {
  const [row] = await tx.db.insert(runExecutions).values(e).onConflictDoNothing().returning();
  return row ?? null;
}

export async function markStarted(db: Executor, id: string, at: Date | null): Promise<void> {
  await db
    .update(runExecutions)
    .set({ status: "running", startedAt: at ?? now })
    .where(and(eq(runExecutions.id, id), eq(runExecutions.status, "requested")));
}

export async function markEnded(
  db: Executor,
  id: string,
  end: { status: "exited" | "lost"; exitCode: number | null; at: Date | null },
): Promise<void> {
  await db
    .update(runExecutions)
    .set({ status: end.status, exitCode: end.exitCode, finishedAt: end.at ?? now })
    .where(and(eq(runExecutions.id, id), sql`${runExecutions.status} in ('requested', 'running')`));
}

export async function markCleaned(db: Executor, id: string): Promise<void> {
  await db.update(runExecutions).set({ cleaned: true }).where(eq(runExecutions.id, id));
}

/** Executions of this machine whose run is past them, and whose files are still there. */
export async function uncleaned(db: Executor, host: string): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select e.id from run_executions e join runs r on r.id = e.run_id
    where e.host = ${host} and not e.cleaned and e.status in ('exited', 'lost')
      and (r.ended_at is not null or (e.stage = 'plan' and r.status not in ('planning')))
    limit 50`);
  return rows.map((r) => r.id);
}

export interface LogBatch {
  from: number;
  to: number;
  lines: LogLine[];
  completed: NonNullable<ParsedLine["completed"]>[];
  diagnostics: Diagnostic[];
}

/** A run shows what went wrong first; what follows from it a thousand times is in the log. */
const MOST_DIAGNOSTICS = 200;

/**
 * Stores lines of output and moves the offset from which they came, in one transaction: whoever goes on after a crash
 * neither repeats a line nor skips one. False when the offset was moved by another, so nothing was stored.
 */
export async function appendLog(
  tx: TransactionContext,
  e: Pick<ExecutionRow, "id" | "runId" | "stage">,
  fence: number,
  batch: LogBatch,
): Promise<boolean> {
  const moved = await tx.db
    .update(runExecutions)
    .set({
      logOffset: batch.to,
      ...(batch.completed.length
        ? { completed: sql`${runExecutions.completed} || ${JSON.stringify(batch.completed)}::jsonb` }
        : {}),
      ...(batch.diagnostics.length
        ? {
            diagnostics: sql`case when jsonb_array_length(${runExecutions.diagnostics}) < ${MOST_DIAGNOSTICS}
              then ${runExecutions.diagnostics} || ${JSON.stringify(batch.diagnostics.slice(0, MOST_DIAGNOSTICS))}::jsonb
              else ${runExecutions.diagnostics} end`,
          }
        : {}),
    })
    .where(
      and(
        eq(runExecutions.id, e.id),
        eq(runExecutions.logOffset, batch.from),
        sql`exists (select 1 from runs where id = ${e.runId} and fence = ${fence})`,
      ),
    )
    .returning({ id: runExecutions.id });
  if (moved.length === 0) return false;
  await appendLines(tx, e.runId, e.stage, batch.lines);
  return true;
}

/**
 * Adds lines to the log of a run. The run's row must be locked by this transaction: that keeps the numbers dense. Levels and
 * texts go as two arrays, so that a batch is one short statement whatever its length.
 */
export async function appendLines(
  tx: TransactionContext,
  runId: string,
  stage: string,
  lines: LogLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const levels = sql.param(lines.map(({ level }) => level));
  const texts = sql.param(lines.map(({ text }) => text));
  await tx.db.execute(sql`
    insert into ${runLogs} (run_id, seq, stage, level, text)
    select ${runId}, known.last + line.number, ${stage}, line.level, line.text
    from (select coalesce(max(seq), 0) as last from ${runLogs} where run_id = ${runId}) as known,
         unnest(${levels}::text[], ${texts}::text[]) with ordinality as line(level, text, number)`);
  await notifyRun(tx.db, runId);
}

/** Bytes of text that are stored of an execution's output. */
export async function keptBytes(db: Executor, e: Pick<ExecutionRow, "runId" | "stage">): Promise<number> {
  const [row] = await db
    .select({ bytes: sql<number>`coalesce(sum(octet_length(${runLogs.text})), 0)::float8` })
    .from(runLogs)
    .where(and(eq(runLogs.runId, e.runId), eq(runLogs.stage, e.stage)));
  return row?.bytes ?? 0;
}

export async function saveArtifact(
  tx: TransactionContext,
  artifact: { runId: string; kind: "plan" | "errored_state"; sha256: string; size: number; sealed: Buffer },
): Promise<void> {
  await tx.db
    .insert(runArtifacts)
    .values(artifact)
    .onConflictDoUpdate({
      target: [runArtifacts.runId, runArtifacts.kind],
      set: { sha256: artifact.sha256, size: artifact.size, sealed: artifact.sealed, createdAt: now },
    });
}

export async function findArtifact(db: Executor, runId: string, kind: "plan" | "errored_state") {
  const [row] = await db
    .select()
    .from(runArtifacts)
    .where(and(eq(runArtifacts.runId, runId), eq(runArtifacts.kind, kind)));
  return row ?? null;
}

/** Lets a token reach the state of the workspace for so many seconds; giving it again prolongs it. */
export async function grantToken(
  tx: TransactionContext,
  token: { tokenHash: string; runId: string; workspaceId: string },
  seconds: number,
): Promise<void> {
  const expiresAt = inSeconds(seconds);
  await tx.db
    .insert(runTokens)
    .values({ ...token, expiresAt })
    .onConflictDoUpdate({ target: runTokens.tokenHash, set: { expiresAt } });
}

/** Ends every token of the run. */
export async function revokeTokens(tx: TransactionContext, runId: string): Promise<void> {
  await tx.db
    .update(runTokens)
    .set({ revokedAt: now })
    .where(and(eq(runTokens.runId, runId), sql`${runTokens.revokedAt} is null`));
}
