import { stripVTControlCharacters } from "node:util";
import type { Context } from "@/server/kernel/context";
import { logsAfter } from "@/server/runs/store/listing";
import { visibleRun } from "./read";

/** So many lines are read at a time: a long log never stands in memory as a whole. */
const BATCH = 5_000;

/**
 * The whole log of a run as a text file, part by part: time, stage and text of each line, without colours. Throws NotFound
 * before the first part when there is no such run that the actor may see.
 */
export async function logFile(ctx: Context, runId: string): Promise<AsyncGenerator<string>> {
  const { id } = await visibleRun(ctx, runId);
  return parts(ctx, id);
}

async function* parts(ctx: Context, runId: string): AsyncGenerator<string> {
  for (let after = 0; ;) {
    const lines = await logsAfter(ctx.db, runId, after, BATCH);
    const last = lines.at(-1);
    if (!last) return;
    yield lines
      .map(
        ({ at, stage, text }) =>
          `${at.toISOString()} ${stage ? `[${stage}] ` : ""}${stripVTControlCharacters(text)}\n`,
      )
      .join("");
    after = last.seq;
  }
}
