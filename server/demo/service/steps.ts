import type { Executor } from "@/db/client";
import type { Context } from "@/server/kernel/context";
import { log } from "@/server/kernel/log";
import type { Calendar } from "../core/calendar";
import * as store from "../store/scenario";

export interface Stage {
  calendar: Calendar;
  /** Notes that the step is done; in the transaction of its last change where it must not be done twice. */
  done(db: Executor): Promise<void>;
}

export interface Step {
  /** What it does, for people. */
  note: string;
  work(ctx: Context, stage: Stage): Promise<void>;
}

/** Somebody has decided otherwise meanwhile: what the step did in its transaction does not hold. */
class Superseded extends Error {}

/** How often a step is tried that broke something on our side. */
const ATTEMPTS = 3;

/** Goes through the steps that are left. Out: false when they were not finished, and nothing more is to be done now. */
export async function steps(
  ctx: Context,
  {
    state,
    all,
    calendar,
    attempt,
  }: { state: "loading" | "removing"; all: readonly Step[]; calendar: Calendar; attempt: number },
): Promise<boolean> {
  for (;;) {
    const row = await store.findScenario(ctx.db);
    if (row?.state !== state) return false;
    const step = all[row.step];
    if (!step) return true;
    const next = row.step + 1;
    const done = async (db: Executor) => {
      if (!(await store.changeScenario(db, state, { step: next, note: all[next]?.note ?? row.note })))
        throw new Superseded();
    };
    const begun = Date.now();
    try {
      await step.work(ctx, { calendar, done });
      log.info(
        { step: row.step, what: step.note, ms: Date.now() - begun },
        "a step of the demo organisation is done",
      );
    } catch (error) {
      if (error instanceof Superseded) return false;
      log.error(
        { step: row.step, err: error instanceof Error ? error.stack : String(error) },
        "a step of the demo organisation failed",
      );
      if (attempt < ATTEMPTS) throw error;
      await store.changeScenario(ctx.db, state, {
        problem: `${step.note} This failed on our side; the log of the worker says why. Try again, or remove the demo data.`,
      });
      return false;
    }
  }
}
