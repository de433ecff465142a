import type { Sql } from "postgres";
import { OUTBOX_CHANNEL } from "./events";
import { log } from "./log";
import type { Delivered } from "./outbox";

/** How often it is looked for events of which nobody was told, in ms. */
const LOOK_MS = 1_000;
/** After a look the next waits so long, in ms, so that what comes in a burst is taken together. */
const SPACING_MS = 20;
/** After a failure an event is left alone for so long, twice as long after each further one, up to the other. */
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 600_000;

export interface OutboxLane {
  /** Takes no more events and waits for those at work. */
  stop(): Promise<void>;
}

/**
 * Delivers events as they are committed, by `loops` at the same time, so that one that takes long keeps the others going. It
 * wakes when it is told of events and looks by itself now and then, for what it was not told of: by a connection that was
 * lost, by an event whose time to rest is over, or left by a worker that died.
 */
export function runOutbox(
  sql: Pick<Sql, "listen">,
  deliver: (except: readonly number[]) => Promise<Delivered>,
  loops = 2,
): OutboxLane {
  const resting = new Map<number, { failures: number; until: number }>();
  const idle = new Set<() => void>();
  let over = false;
  let told = false;
  const wakeOne = () => {
    const [wake] = idle;
    if (wake) wake();
    else told = true;
  };
  /** Until it is told of events, or the time is over. */
  const pause = () =>
    new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        idle.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, LOOK_MS);
      idle.add(wake);
      if (told || over) wake();
      told = false;
    });
  const rest = (id: number) => {
    const failures = (resting.get(id)?.failures ?? 0) + 1;
    const ms = Math.min(FIRST_REST_MS * 2 ** (failures - 1), LONGEST_REST_MS);
    resting.set(id, { failures, until: performance.now() + ms });
  };
  const asleep = () => {
    const now = performance.now();
    // What has rested long ago was delivered, by this worker or another.
    for (const [id, { until }] of resting) if (now - until > LONGEST_REST_MS) resting.delete(id);
    return [...resting].flatMap(([id, { until }]) => (until > now ? [id] : []));
  };
  const loop = async () => {
    while (!over) {
      let more = false;
      try {
        const delivered = await deliver(asleep());
        delivered.failed.forEach(rest);
        more = delivered.more;
      } catch (error) {
        log.warn({ err: String(error) }, "events could not be delivered");
      }
      if (more) continue;
      await new Promise((resolve) => setTimeout(resolve, SPACING_MS));
      await pause();
    }
  };
  sql.listen(OUTBOX_CHANNEL, wakeOne, wakeOne).catch((error: unknown) => {
    // Without it events are found all the same, within a second.
    log.warn({ err: String(error) }, "events cannot be listened for");
  });
  const running = Array.from({ length: loops }, loop);
  return {
    stop: async () => {
      over = true;
      for (const wake of [...idle]) wake();
      await Promise.all(running);
    },
  };
}
