import type { Context } from "@/server/kernel/context";
import { Invalid, Precondition } from "@/server/kernel/errors";
import { remoteOf } from "@/server/runs/core/invocation";
import { publishedStatus } from "@/server/runs/core/lifecycle";
import type { RunRow } from "@/server/runs/store/runs";
import { visibleRun } from "./read";
import { reportRun } from "./report";

export interface ManualOutcome {
  /** False: it could not be done. */
  done: boolean;
  /** What was done, or why it could not be; needed for the latter. */
  note: string;
}

/**
 * Says of a run whose work is done by hand that it is done, or could not be. For those whom its action names, and
 * administrators. Throws NotFound, Forbidden, Invalid at `note`, Precondition when nobody is asked to do anything now.
 */
export async function completeManual(
  ctx: Context,
  runId: string,
  { done, note }: ManualOutcome,
): Promise<RunRow> {
  const run = await visibleRun(ctx, runId);
  if (remoteOf(run.action)?.type !== "MANUAL")
    throw new Precondition("This run is not done by hand: its backend says how it ends.");
  if (run.status !== "applying")
    throw new Precondition(
      `Nothing is to be done by hand now: the run is ${publishedStatus(run.status).toLowerCase().replaceAll("_", " ")}.`,
    );
  const text = note.trim();
  if (!done && text === "") throw Invalid.at(["note"], "Say why it could not be done.");
  return reportRun(ctx, runId, {
    status: done ? "SUCCESS" : "FAILURE",
    statusLabel: done ? "Done by hand" : "Could not be done",
    ...(text === "" ? {} : { summary: text, message: text }),
  });
}
