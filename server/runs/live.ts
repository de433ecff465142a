import type { Sql } from "postgres";
import { pool } from "@/db/client";
import { log } from "@/server/kernel/log";
import { RUN_CHANNEL } from "./store/runs";

/** Tells when a run changed. `next` resolves at the first change since the last call, or after `ms`, or when aborted. */
export interface RunWatch {
  next(ms: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

export interface RunFeed {
  watch(runId: string): RunWatch;
  /** Resolves once the connection listens. */
  ready: Promise<void>;
}

/**
 * One listening connection for the whole process, fanned out to whoever watches a run. After a lost connection it listens
 * again and wakes every watcher, since what was told meanwhile is not told twice.
 */
export function createRunFeed(sql: Pick<Sql, "listen">): RunFeed {
  const watchers = new Map<string, Set<() => void>>();
  const wakeAll = () => watchers.forEach((set) => set.forEach((wake) => wake()));
  const ready = sql
    .listen(RUN_CHANNEL, (runId) => watchers.get(runId)?.forEach((wake) => wake()), wakeAll)
    .then(
      () => undefined,
      (error: unknown) => {
        // Watchers look by themselves every few seconds, so a feed that cannot listen is slow, not wrong.
        log.warn({ err: String(error) }, "changes of runs cannot be listened for");
      },
    );
  return {
    ready,
    watch(runId) {
      let changed = false;
      let wakeWaiting: (() => void) | null = null;
      const wake = () => {
        changed = true;
        wakeWaiting?.();
      };
      const set = watchers.get(runId) ?? new Set();
      watchers.set(runId, set.add(wake));
      return {
        next: (ms, signal) =>
          new Promise<void>((resolve) => {
            const done = () => {
              clearTimeout(timer);
              signal.removeEventListener("abort", done);
              wakeWaiting = null;
              changed = false;
              resolve();
            };
            const timer = setTimeout(done, ms);
            wakeWaiting = done;
            if (changed || signal.aborted) done();
            else signal.addEventListener("abort", done, { once: true });
          }),
        close: () => {
          set.delete(wake);
          if (set.size === 0 && watchers.get(runId) === set) watchers.delete(runId);
        },
      };
    },
  };
}

const globalFeed = globalThis as { waymarkRunFeed?: RunFeed };

/** The feed of this process; opened at first use and kept over hot reloads. */
export function runFeed(): RunFeed {
  return (globalFeed.waymarkRunFeed ??= createRunFeed(pool().sql));
}
