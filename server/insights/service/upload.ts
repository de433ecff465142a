import type { Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { readCsv } from "../core/csv";
import type { UploadResult } from "../core/upload-result";
import { eventOf, type Heading, lineFault, readHeading } from "../core/csv-events";
import type { FeedKind } from "../core/records";
import { insightSettingsSchema, MAX_EVENTS } from "../schema";
import { Unreadable } from "../core/words";
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
 * Invalid where the heading cannot be read.
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
  let waiting: { event: object; line: number }[] = [];
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
  for await (const { line, cells, fault } of readCsv(file)) {
    if (heading === null) {
      heading = readHeading(kind, cells);
      const problems = fault === null ? heading.problems : [fault];
      if (problems.length > 0) throw new Invalid(problems.map((message) => ({ path: ["line 1"], message })));
      continue;
    }
    const event = eventOf(heading, cells, zone);
    const message = fault ?? lineFault(heading, cells);
    waiting.push({ event: message === null ? event : new Unreadable(event, message), line });
    if (waiting.length === MAX_EVENTS) await flush();
  }
  if (heading === null)
    throw Invalid.at(["line 1"], "The file is empty. Its first line has to name the columns.");
  await flush();
  return result;
}
