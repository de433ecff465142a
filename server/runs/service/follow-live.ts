import { setTimeout as sleep } from "node:timers/promises";
import { resolveSession } from "@/server/identity/service/sessions";
import type { Context } from "@/server/kernel/context";
import { NotFound, Unauthenticated } from "@/server/kernel/errors";
import { isEnd } from "@/server/runs/core/lifecycle";
import { isFull, STREAM_PART } from "@/server/runs/core/lines";
import type { RunFeed } from "@/server/runs/live";
import type { RunStatus } from "@/server/runs/schema";
import { logsAfter, type RunLogRow } from "@/server/runs/store/listing";
import { eventsAfter, findRun, type RunEventRow } from "@/server/runs/store/runs";
import { assertVisible } from "./read";

/** What happened since the item before. */
export interface RunNews {
  /** Numbers of the last log line and the last event in it: give it back as `lastEventId` to go on from there. */
  id: string;
  status: RunStatus;
  statusLabel: string | null;
  cancelRequested: boolean;
  logs: RunLogRow[];
  events: RunEventRow[];
}

/** How often access is looked at again while nothing happens, in ms; also what a lost notification costs at most. */
const RECHECK_MS = 10_000;
/** At least so long between two items, in ms: a flood of lines arrives in fewer, larger ones. */
const BREATH_MS = 40;

const position = (id: string | null | undefined): [log: number, event: number] => {
  const [, log, event] = /^(\d{1,9})\.(\d{1,9})$/.exec(id ?? "") ?? [];
  return [Number(log ?? 0), Number(event ?? 0)];
};

/**
 * Log lines and changes of a run as they come, from `lastEventId` on without gap or repetition, until the run is over.
 * Throws NotFound, or Unauthenticated, within seconds of the moment at which the reader loses the right to see it.
 */
export async function* followRun(
  ctx: Context,
  input: { runId: string; lastEventId?: string | null },
  feed: RunFeed,
  signal: AbortSignal,
  recheckMs = RECHECK_MS,
): AsyncGenerator<RunNews> {
  let [log, event] = position(input.lastEventId);
  let actor = ctx.actor;
  let checkedAt = performance.now();
  let toldAt = -Infinity;
  let first = true;
  const watch = feed.watch(input.runId);
  try {
    while (!signal.aborted) {
      if (performance.now() - checkedAt >= recheckMs && actor.kind === "user" && actor.sessionId) {
        const fresh = await resolveSession(ctx, actor.sessionId);
        if (!fresh) throw new Unauthenticated("Your session has ended. Sign in again.");
        actor = fresh;
        checkedAt = performance.now();
      }
      // The status is read before the lines: what an ended run logged is all there by then.
      const run = await findRun(ctx.db, input.runId);
      if (!run) throw new NotFound("Run", input.runId);
      assertVisible(actor, run);
      const [events, logs] = await Promise.all([
        eventsAfter(ctx.db, run.id, event),
        logsAfter(ctx.db, run.id, log, STREAM_PART),
      ]);
      if (first || events.length || logs.length) {
        first = false;
        toldAt = performance.now();
        log = logs.at(-1)?.seq ?? log;
        event = events.at(-1)?.seq ?? event;
        yield {
          id: `${log}.${event}`,
          status: run.status,
          statusLabel: run.statusLabel,
          cancelRequested: run.cancelRequestedAt !== null,
          logs,
          events,
        };
      }
      if (isFull(logs, STREAM_PART)) continue;
      if (isEnd(run.status)) return;
      await watch.next(recheckMs, signal);
      const early = BREATH_MS - (performance.now() - toldAt);
      if (early > 0) await sleep(early);
    }
  } finally {
    watch.close();
  }
}
