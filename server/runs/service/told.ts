import type { SQL } from "drizzle-orm";
import { createRedactor } from "@/server/pipelines/core/redact";
import type { RemoteNews } from "@/server/pipelines/remote";
import type { Context } from "@/server/kernel/context";
import { Precondition } from "@/server/kernel/errors";
import { resolveConnection } from "@/server/pipelines/service";
import type { TransactionContext } from "@/server/kernel/transaction";
import { connectionOf, registersNothing, remoteOf, timeoutMinutesOf } from "@/server/runs/core/invocation";
import { encryptedInputs } from "@/server/runs/core/payload-inputs";
import { isEnd } from "@/server/runs/core/lifecycle";
import { storable } from "@/server/runs/core/lines";
import { factsIn, newest } from "@/server/runs/core/news";
import { mapTexts } from "@/server/runs/core/secret-variables";
import type { RunStatus } from "@/server/runs/schema";
import {
  callState,
  firstDelivery,
  lookAgain,
  settleCall,
  tellSaid,
  untilAnswered,
  writeTold,
} from "@/server/runs/store/calls";
import { appendLines } from "@/server/runs/store/executions";
import { lockRun, move, notifyRun, type RunRow } from "@/server/runs/store/runs";
import { endRun, failRun } from "./finish";
import { secretTexts } from "./run-secrets";
import { wake } from "./wake";
import { reportToken } from "./tokens";

/** News of a run, as they arrived. */
export interface Told {
  news: RemoteNews;
  /** When it came to be so; now when left out. */
  at: Date;
  /** News with an id have their effect once. */
  deliveryId?: string;
  /** What came of the call is written already. */
  isSettled?: boolean;
}

/** duplicate: had its effect before; noted: facts changed; ended: it brought the run to its end; late: the run had another end. */
export type ToldEffect = "duplicate" | "noted" | "ended" | "late";

/** After so many seconds without news the other side is asked. */
export const SILENCE_SECONDS = 120;

/** Takes out what nobody may see of what the other side says: secrets of the run, of its connection, and its token. */
export async function remoteRedactor(ctx: Context | TransactionContext, run: RunRow, callId: string) {
  return createRedactor([
    ...(await credentialsOf(ctx, run)),
    reportToken(callId).reveal(),
    ...(keepsSecrets(run) ? await secretTexts(ctx, run.id) : []),
  ]);
}

/** Whether anything secret is kept of a run elsewhere: inputs, or what its payload takes. */
const keepsSecrets = ({ action, variables }: RunRow): boolean =>
  variables !== null || encryptedInputs(action.userInputs).length > 0;

async function credentialsOf(ctx: Context | TransactionContext, run: RunRow): Promise<string[]> {
  const identifier = connectionOf(run);
  if (identifier === undefined) return [];
  try {
    const connection = await resolveConnection(ctx, identifier);
    return Object.entries(connection).flatMap(([name, value]) =>
      name === "URL" || name === "KIND" ? [] : [value.reveal()],
    );
  } catch (error) {
    // One that was deleted meanwhile has no credentials left to hide.
    if (error instanceof Precondition) return [];
    throw error;
  }
}

/**
 * Takes news that a vendor sent, in whatever order and however often they come: an end is never reopened, and news with a
 * `deliveryId` have their effect once. Callers have checked who sent them. Out: null for a run that was never called.
 */
export async function takeNews(
  tx: TransactionContext,
  runId: string,
  { at, deliveryId, ...news }: RemoteNews & Partial<Pick<Told, "at" | "deliveryId">>,
): Promise<ToldEffect | null> {
  const run = await lockRun(tx, runId);
  const known = await callState(tx.db, runId);
  if (!run || !known) return null;
  const redact = await remoteRedactor(tx, run, known.call.callId);
  return applyTold(tx, run, { news, at: at ?? known.now, deliveryId }, redact);
}

/**
 * Writes what was told of a run, and ends its work when that is what was told. Facts are the newest by their own time; an
 * end is never taken back: the first that arrives stands. The run's row must be locked, and be past its approval.
 */
export async function applyTold(
  tx: TransactionContext,
  run: RunRow,
  { news, at, deliveryId, isSettled = false }: Told,
  redact: (text: string) => string,
): Promise<ToldEffect> {
  if (deliveryId !== undefined && !(await firstDelivery(tx, run.id, deliveryId))) return "duplicate";
  const clean = mapTexts({ ...news, externalId: undefined, log: undefined }, (text) =>
    redact(text).replaceAll("\0", "\u2400"),
  );
  const { facts, factsAt } = newest(
    factsIn({ ...clean, externalId: news.externalId }),
    at.toISOString(),
    run.factsAt,
  );
  const { outputs, ...plain } = facts;
  const set = {
    ...plain,
    ...(outputs === undefined
      ? {}
      : {
          outputs: Object.fromEntries(
            Object.entries(outputs ?? {}).map(([name, value]) => [name, { sensitive: false, value }]),
          ),
        }),
    factsAt,
  };
  if (news.log?.length)
    await appendLines(
      tx,
      run.id,
      "apply",
      news.log.map(({ level, text }) => ({ level, text: storable(redact(text).replaceAll("\0", "\u2400")) })),
    );
  const open = run.status === "applying" || run.status === "interrupted";
  if (open && !isSettled) await settleCall(tx, run.id, { status: "answered" });
  if (!open || news.state === "waiting") {
    await writeTold(tx, run, {
      ...set,
      ...(run.status === "applying" ? { pollAt: lookAgain(SILENCE_SECONDS), ...remainingTime(run) } : {}),
    });
    await notifyRun(tx.db, run.id);
    return open || news.state === "waiting" || agrees(run.status, news.state) ? "noted" : "late";
  }
  await endWork(tx, run, news, set, clean.message ?? null);
  return "ended";
}

function remainingTime({ action }: RunRow): { deadlineAt?: SQL } {
  const invocation = remoteOf(action);
  return invocation ? { deadlineAt: untilAnswered(timeoutMinutesOf(invocation)) } : {};
}

/** Whether an end that is told is the one that the run has. */
const agrees = (status: RunStatus, told: RemoteNews["state"]): boolean =>
  told === "succeeded"
    ? status === "registering" || status === "succeeded"
    : isEnd(status) && status === told;

async function endWork(
  tx: TransactionContext,
  run: RunRow,
  news: RemoteNews,
  set: Partial<RunRow>,
  message: string | null,
): Promise<void> {
  const at = { runId: run.id, from: run.status };
  if (news.state === "succeeded") {
    const done = { ...set, failure: null, pollAt: null };
    const moved = registersNothing(run)
      ? await endRun(tx, { ...at, via: [{ to: "registering" }], to: "succeeded", set: done })
      : await move(tx, { ...at, to: "registering", set: done });
    if (!moved) return;
    await tellSaid(tx, run, moved);
    if (moved.status === "registering") await wake(tx, run.id);
    return;
  }
  await writeTold(tx, run, set);
  if (news.state === "cancelled" && run.status === "applying") {
    await endRun(tx, { ...at, to: "cancelled", data: { by: "backend", ...(message ? { message } : {}) } });
  } else {
    const label = set.statusLabel === undefined ? run.statusLabel : set.statusLabel;
    await failRun(
      tx,
      { ...at, label },
      {
        stage: "apply",
        code: news.state === "cancelled" ? "cancelled" : "reported",
        message: message ?? set.summary ?? run.summary ?? "The backend reported that the run failed.",
        advice: "The backend's own log says more. Where it told of one, this page links to it.",
      },
    );
  }
}
