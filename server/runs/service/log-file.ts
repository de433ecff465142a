import { stripVTControlCharacters } from "node:util";
import type { Context } from "@/server/kernel/context";
import type { LogPart } from "@/server/runs/core/lines";
import { logsAfter } from "@/server/runs/store/listing";
import { visibleRun } from "./read";

/** So much is read at a time: a long log never stands in memory as a whole. */
const PART: LogPart = { lines: 5_000, characters: 1_000_000 };

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
    const lines = await logsAfter(ctx.db, runId, after, PART);
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
