import type { Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { CsvError, readCsv } from "../core/csv";
import type { UploadResult } from "../core/upload-result";
import { eventOf, type Heading, readHeading } from "../core/csv-events";
import type { FeedKind } from "../core/records";
import { insightSettingsSchema, MAX_EVENTS } from "../schema";
import { takeIn } from "./ingest-records";

export interface UploadOptions {
  dryRun: boolean;
  source?: string | undefined;
  /** By whose clock moments without a zone are read; without one they are refused. */
  timeZone?: string | undefined;
}

/** So many refusals and warnings are answered each. */
const SHOWN = 500;

/**
 * Reads a CSV file as it comes and takes its lines in, a thousand at a time. Each line is taken whole or not at all. Throws
 * Invalid where the heading, or the file itself, cannot be read; lines before that place have been taken then.
 */
export async function uploadCsv(
  ctx: Context,
  kind: FeedKind,
  file: AsyncIterable<string>,
  options: UploadOptions,
): Promise<UploadResult> {
  checkPermission(ctx.actor, "insights.write");
  const zone =
    options.timeZone === undefined ? null : insightSettingsSchema.shape.timeZone.parse(options.timeZone);
  const result: UploadResult = {
    ...{ dryRun: options.dryRun, received: 0, created: 0, updated: 0, unchanged: 0 },
    ...{ refused: [], refusedCount: 0, warnings: [], warningCount: 0 },
  };
  let heading: Heading | null = null;
  let waiting: { event: Record<string, unknown>; line: number }[] = [];
  const flush = async () => {
    if (waiting.length === 0) return;
    const taken = await takeIn(
      ctx,
      kind,
      waiting.map(({ event }) => event),
      { source: options.source ?? "csv", lines: waiting.map(({ line }) => line), dryRun: options.dryRun },
    );
    for (const count of ["received", "created", "updated", "unchanged"] as const)
      result[count] += taken[count];
    result.refusedCount += taken.refused.length;
    result.warningCount += taken.warnings.length;
    result.refused.push(...taken.refused.slice(0, SHOWN - result.refused.length));
    result.warnings.push(...taken.warnings.slice(0, SHOWN - result.warnings.length));
    waiting = [];
  };
  try {
    for await (const { line, cells } of readCsv(file)) {
      if (heading === null) {
        heading = readHeading(kind, cells);
        if (heading.problems.length > 0)
          throw new Invalid(heading.problems.map((message) => ({ path: ["line 1"], message })));
        continue;
      }
      const event = eventOf(heading, cells, zone);
      if (cells.length > heading.fields.length)
        // Told as a field that there is not, so that the line is refused with the others.
        event[`column ${heading.fields.length + 1}`] = cells[heading.fields.length];
      waiting.push({ event, line });
      if (waiting.length === MAX_EVENTS) await flush();
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw Invalid.at([`line ${error.line}`], error.message);
  }
  if (heading === null)
    throw Invalid.at(["line 1"], "The file is empty. Its first line has to name the columns.");
  await flush();
  return result;
}
