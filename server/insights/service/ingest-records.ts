import type { Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { type FeedKind, isRecordKind, readRecord, type RecordKind } from "../core/records";
import { type IngestResult, MAX_EVENTS } from "../schema";
import { ingest, type IngestOptions } from "./ingest";
import { type Given, writeRecords } from "./write-records";
import { unknownTeams } from "./unknown-teams";
import { record } from "./record";

/** Takes in what is fed: events, or people, histories and the like. See `ingest` and `ingestRecords`. */
export const takeIn = (
  ctx: Context | TransactionContext,
  kind: FeedKind,
  rows: readonly unknown[],
  options: IngestOptions = {},
): Promise<IngestResult> =>
  isRecordKind(kind) ? ingestRecords(ctx, kind, rows, options) : ingest(ctx, kind, rows, options);

/** Ends a transaction whose writing was only to be tried. */
class Tried extends Error {}

/**
 * Takes in people, teams, memberships, owners, maintenance windows, time entries or tool uses, up to 1,000. The last word about one
 * counts; the same again changes nothing. What cannot be read is answered by index with the reason, and keeps nothing else
 * out. Events of those whose history changed get the team of their time anew. API clients and administrators only.
 */
export async function ingestRecords(
  ctx: Context | TransactionContext,
  kind: RecordKind,
  rows: readonly unknown[],
  { source = "api", lines, dryRun = false }: IngestOptions = {},
): Promise<IngestResult> {
  checkPermission(ctx.actor, "insights.write");
  if (rows.length > MAX_EVENTS)
    throw Invalid.at([], `Send at most ${MAX_EVENTS} in one call; these are ${rows.length}.`);
  const now = new Date();
  const result: IngestResult = {
    ...{ received: rows.length, created: 0, updated: 0, unchanged: 0, refused: [], warnings: [] },
  };
  const given: Given[] = [];
  rows.forEach((raw, position) => {
    const index = lines?.[position] ?? position;
    const read = readRecord(kind, raw, now);
    if (!read.ok) result.refused.push({ index, externalId: read.externalId, issues: read.issues });
    else given.push({ index, value: { ...read.value, source: read.value.source ?? source } });
  });
  const last = [...new Map(given.map((one) => [keyOf(kind, one), one])).values()];
  await transaction(ctx, async (tx) => {
    // Asked before they are written: a membership makes its team known.
    const unknown = await unknownTeams(
      tx,
      (kind === "teams" ? [] : last).map(({ index, value }) => ({
        ...{ index, team: value.team },
        externalId: typeof value.externalId === "string" ? value.externalId : null,
      })),
    );
    const written = await writeRecords(tx, kind, last);
    result.refused.push(...written.refused);
    result.warnings.push(...written.warnings, ...unknown);
    const taken = rows.length - result.refused.length;
    Object.assign(result, {
      created: written.created,
      updated: written.updated,
      unchanged: taken - written.created - written.updated,
    });
    if (dryRun) throw new Tried();
    await record(tx, kind, last[0]?.value.source ?? source, result);
  }).catch((error: unknown) => {
    if (!(error instanceof Tried)) throw error;
  });
  result.refused.sort((a, b) => a.index - b.index);
  return result;
}

/** Under which two rows speak of the same thing. */
function keyOf(kind: RecordKind, { value }: Given): string {
  const parts =
    kind === "time-entries"
      ? [value.team, value.week, value.category]
      : kind === "tool-uses"
        ? [value.person, value.tool, value.day]
        : kind === "people"
          ? [String(value.externalId).toLowerCase()]
          : kind === "teams"
            ? [value.team]
            : [value.externalId];
  return JSON.stringify([kind === "people" || kind === "teams" ? "" : value.source, ...parts]);
}
