import { audit } from "@/server/audit/service";
import { actorName, type Context } from "@/server/kernel/context";
import { Conflict, Forbidden, Invalid, Limit, NotFound } from "@/server/kernel/errors";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import type { RemoteNews } from "@/server/pipelines/remote";
import { databaseTime } from "@/server/policy/service/time";
import { remoteOf } from "@/server/runs/core/invocation";
import { isEnd, publishedStatus } from "@/server/runs/core/lifecycle";
import { isWebLink } from "@/server/runs/core/news";
import { mayReport } from "@/server/runs/service/may-report";
import { callOfRun } from "@/server/runs/store/calls";
import { lastLine, type RunLogRow } from "@/server/runs/store/listing";
import { lockRun, type RunRow } from "@/server/runs/store/runs";
import { failRun } from "./finish";
import { assertVisible } from "./read";
import { applyTold, remoteRedactor } from "./told";

/** What may be reported of a run, in the published names. */
export interface RunReport {
  status?: "SUCCESS" | "FAILURE";
  statusLabel?: string;
  link?: string | string[];
  summary?: string;
  externalRunId?: string;
  /** A line for the log, or a value that is written out as one. */
  message?: unknown;
  /** What the backend answered; kept with the run. */
  response?: unknown;
}

/** So many lines a run's log takes from reports. */
const MOST_LINES = 100_000;

/**
 * Takes what the other side reports of a run: facts at any time, an end once. Out: the run as it is now. Throws NotFound,
 * Forbidden, Invalid at `link`, Conflict for a status that the run cannot take.
 */
export async function reportRun(ctx: Context, runId: string, report: RunReport): Promise<RunRow> {
  const links = report.link === undefined ? undefined : [report.link].flat();
  const foreign = links?.find((link) => !isWebLink(link));
  if (foreign !== undefined)
    throw Invalid.at(["link"], "Give addresses that begin with https:// or http://.");
  const message = report.message;
  const text = message === undefined ? null : typeof message === "string" ? message : JSON.stringify(message);
  const news: RemoteNews = {
    state: stateOf(report.status),
    ...(report.externalRunId === undefined ? {} : { externalId: report.externalRunId }),
    ...(links === undefined ? {} : { links }),
    ...(report.statusLabel === undefined ? {} : { statusLabel: report.statusLabel }),
    ...(report.summary === undefined ? {} : { summary: report.summary }),
    ...(report.response === undefined ? {} : { response: report.response }),
    ...(text === null ? {} : { log: [{ level: "info" as const, text }] }),
    ...(report.status === "FAILURE" ? { message: report.summary ?? text ?? undefined } : {}),
  };
  return withReportable(ctx, runId, async (tx, run, redact) => {
    await take(tx, run, news, report.status, redact);
    if (report.status) await auditReport(tx, run.id, report.status);
  });
}

export interface RunLogReport {
  message: string;
  terminationStatus?: "SUCCESS" | "FAILURE";
  statusLabel?: string;
}

/**
 * Adds a line to the log of a run; one with `terminationStatus` ends it. Out: the line. Throws NotFound, Forbidden, Conflict
 * when the run is over already, Limit when its log is full.
 */
export async function addRunLog(ctx: Context, runId: string, entry: RunLogReport): Promise<RunLogRow> {
  const { message, terminationStatus, statusLabel } = entry;
  let line: RunLogRow | null = null;
  await withReportable(ctx, runId, async (tx, run, redact) => {
    if (terminationStatus && isEnd(run.status)) throw over(run);
    const before = await lastLine(tx.db, run.id);
    if ((before?.seq ?? 0) >= MOST_LINES)
      throw new Limit(`The log of a run takes ${MOST_LINES} lines, and this one has them.`, "size");
    const news: RemoteNews = {
      state: stateOf(terminationStatus),
      ...(statusLabel === undefined ? {} : { statusLabel }),
      log: [{ level: terminationStatus === "FAILURE" ? "error" : "info", text: message }],
      ...(terminationStatus === "FAILURE" ? { message } : {}),
    };
    await take(tx, run, news, terminationStatus, redact);
    if (terminationStatus) await auditReport(tx, run.id, terminationStatus);
    line = await lastLine(tx.db, run.id);
  });
  if (!line) throw new Error(`A line of run ${runId} was not written.`);
  return line;
}

const stateOf = (status: "SUCCESS" | "FAILURE" | undefined): RemoteNews["state"] =>
  status === undefined ? "waiting" : status === "SUCCESS" ? "succeeded" : "failed";

async function withReportable(
  ctx: Context,
  runId: string,
  work: (tx: TransactionContext, run: RunRow, redact: (text: string) => string) => Promise<void>,
): Promise<RunRow> {
  return transaction(ctx, async (tx) => {
    const run = await lockRun(tx, runId);
    if (!run) throw new NotFound("Run", runId);
    if (!mayReport(ctx.actor, run)) {
      assertVisible(ctx.actor, run);
      throw new Forbidden(
        "Only whoever carries a run out, a client of its requester, or an administrator can report on it.",
      );
    }
    const call = await callOfRun(tx.db, run.id);
    await work(tx, run, call ? await remoteRedactor(ctx, run, call.callId) : (text) => text);
    const after = await lockRun(tx, runId);
    if (!after) throw new NotFound("Run", runId);
    return after;
  });
}

async function take(
  tx: TransactionContext,
  run: RunRow,
  news: RemoteNews,
  status: "SUCCESS" | "FAILURE" | undefined,
  redact: (text: string) => string,
): Promise<void> {
  const at = await databaseTime(tx);
  if (status === undefined) return void (await applyTold(tx, run, { news, at }, redact));
  const has = run.status === "registering" ? "SUCCESS" : publishedStatus(run.status);
  if (isEnd(run.status) || run.status === "registering") {
    // The same end told again has no effect and does no harm.
    if (has !== status) throw over(run);
    return void (await applyTold(tx, run, { news: { ...news, state: "waiting" }, at }, redact));
  }
  if (!remoteOf(run.action))
    throw new Conflict(
      "Terraform carries this run out, and its end is the end of the run. Leave the status out.",
      {
        status: run.status,
      },
    );
  if (run.status === "applying" || run.status === "interrupted")
    return void (await applyTold(tx, run, { news, at }, redact));
  if (status === "SUCCESS")
    throw new Conflict(`The run has not been sent yet: it is ${run.status}, so it cannot have succeeded.`, {
      status: run.status,
    });
  await applyTold(tx, run, { news: { ...news, state: "waiting" }, at }, redact);
  await failRun(
    tx,
    { runId: run.id, from: run.status },
    {
      stage: "approval",
      code: "reported",
      message: news.message ?? `It was reported as failed by ${actorName(tx.actor)} before it was sent.`,
    },
  );
}

const over = (run: RunRow) =>
  new Conflict(
    `The run is over: it is ${run.status}, and an end is never taken back. Run the action again.`,
    {
      status: run.status,
    },
  );

const auditReport = (tx: TransactionContext, runId: string, status: string) =>
  audit(tx, { action: "REPORT", resourceType: "run", resourceId: runId, runId, message: status });
