import type { Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { type Known, merge } from "../core/merge";
import { type Reading, readWord, type WordKind } from "../core/words";
import { type EventKind, type IngestResult, MAX_EVENTS, type RefusedRow } from "../schema";
import * as batches from "../store/batches";
import { type EventKey, insertEvents, lockEvents, type StoredEvent, updateEvents } from "../store/events";
import { readSettings } from "../store/settings";
import { ingestProbes } from "./ingest-probes";
import { peopleNamed } from "./people";
import { record } from "./record";
import { unknownTeams } from "./unknown-teams";
import { rowsOf } from "./rows";

export interface IngestOptions {
  /** Whose words they are where they do not say so themselves; `api` unless given. */
  source?: string;
  /** The lines that the events stand on, for files. */
  lines?: readonly number[];
  /** Reads everything and writes nothing: what would be refused, and what would be new. */
  dryRun?: boolean;
}

/**
 * Takes events of one kind in, up to 1,000. Each is taken whole or not at all; what cannot be read is answered by index with
 * the reason, and keeps nothing else out. The same event again changes nothing. API clients and administrators only.
 */
export async function ingest(
  ctx: Context | TransactionContext,
  kind: EventKind,
  events: readonly unknown[],
  options: IngestOptions = {},
): Promise<IngestResult> {
  checkPermission(ctx.actor, "insights.write");
  if (events.length > MAX_EVENTS)
    throw Invalid.at([], `Send at most ${MAX_EVENTS} events in one call; these are ${events.length}.`);
  return kind === "probes" ? ingestProbes(ctx, events, options) : ingestWords(ctx, kind, events, options);
}

const keyOf = ({ source, externalId }: EventKey): string => `${source}\n${externalId}`;

/** One thing that the events speak of: what is known of it, and what they make of that. */
interface Subject extends EventKey {
  stored: StoredEvent | null;
  known: Known | null;
  isNews: boolean;
}

async function ingestWords(
  ctx: Context | TransactionContext,
  kind: WordKind,
  events: readonly unknown[],
  options: IngestOptions,
): Promise<IngestResult> {
  const result: IngestResult = {
    received: events.length,
    created: 0,
    updated: 0,
    unchanged: 0,
    refused: [],
    warnings: [],
  };
  const now = new Date();
  const readings: (Reading & { index: number })[] = [];
  events.forEach((raw, position) => {
    const index = options.lines?.[position] ?? position;
    const read = readWord(kind, raw, now, options.source ?? "api");
    if (read.ok) readings.push({ ...read.value, index });
    else result.refused.push({ index, externalId: read.externalId, issues: read.issues });
  });
  await transaction(ctx, async (tx) => {
    const settings = await readSettings(tx.db);
    await addPeople(tx, kind, readings, options.dryRun ?? false);
    const outcome = await mergeAll(tx, kind, readings);
    Object.assign(result, outcome.counts);
    const rows = await rowsOf(tx, kind, settings, [...outcome.subjects.values()]);
    result.warnings = [
      ...warnings(kind, readings, rows.unknown),
      ...(await unknownTeams(
        tx,
        readings.map(({ index, externalId, word }) => ({ index, externalId, team: word.facts.toldTeam })),
      )),
    ];
    if (options.dryRun) return;
    const ids = await write(tx, kind, outcome.subjects, rows.of);
    if (ids === "again") throw new Raced();
    await addCommits(tx, readings, ids);
    await noteMarks(tx, kind, outcome.subjects, rows.of, readings);
    await record(tx, kind, readings[0]?.source ?? options.source ?? "api", result);
  }).catch(async (error: unknown) => {
    // Another sender told of the same things first: what it said has to be merged with.
    if (!(error instanceof Raced)) throw error;
    Object.assign(result, await ingestWords(ctx, kind, events, options));
  });
  return result;
}

class Raced extends Error {}

/** People are known by a hash of their name; a dry run makes none. */
async function addPeople(
  tx: TransactionContext,
  kind: WordKind,
  readings: Reading[],
  dryRun: boolean,
): Promise<void> {
  const people = await peopleNamed(
    tx,
    readings.flatMap(({ person }) => (person === null ? [] : [person])),
    { create: !dryRun },
  );
  const field = kind === "changes" ? "authorId" : "openedById";
  for (const { person, word } of readings) {
    const id = person === null ? undefined : people.get(person);
    if (id !== undefined) word.facts[field] = id;
  }
}

async function mergeAll(
  tx: TransactionContext,
  kind: WordKind,
  readings: readonly Reading[],
): Promise<{
  subjects: Map<string, Subject>;
  counts: Pick<IngestResult, "created" | "updated" | "unchanged">;
}> {
  const subjects = new Map<string, Subject>();
  for (const { source, externalId } of readings)
    subjects.set(keyOf({ source, externalId }), {
      source,
      externalId,
      stored: null,
      known: null,
      isNews: false,
    });
  const keys = [...subjects.values()].map(({ source, externalId }) => ({ source, externalId }));
  for (const stored of await lockEvents(tx.db, kind, keys))
    Object.assign(subjects.get(keyOf(stored))!, { stored, known: stored.known });
  const counts = { created: 0, updated: 0, unchanged: 0 };
  for (const { source, externalId, word } of readings) {
    const subject = subjects.get(keyOf({ source, externalId }))!;
    const isNew = subject.known === null;
    const { known, changed, newer } = merge(subject.known, word);
    subject.known = known;
    subject.isNews ||= newer;
    counts[isNew ? "created" : changed ? "updated" : "unchanged"] += 1;
  }
  return { subjects, counts };
}

/** Writes what is news. Out: the ids of all by key; `again`, when somebody else was first with one that was new. */
async function write(
  tx: TransactionContext,
  kind: WordKind,
  subjects: ReadonlyMap<string, Subject>,
  values: ReadonlyMap<string, Record<string, unknown>>,
): Promise<Map<string, number> | "again"> {
  const news = [...subjects].filter(([, subject]) => subject.isNews);
  const row = ([key, { source, externalId, known, stored }]: [string, Subject]) => ({
    ...(stored ? { id: stored.id } : {}),
    source,
    externalId,
    reportedAt: known!.at,
    stamps: Object.keys(known!.stamps).length > 0 ? known!.stamps : null,
    values: values.get(key)!,
  });
  const fresh = news.filter(([, { stored }]) => stored === null).map(row);
  const made = await insertEvents(tx.db, kind, fresh);
  if (made.length < fresh.length) return "again";
  await updateEvents(tx.db, kind, news.filter(([, { stored }]) => stored !== null).map(row));
  const ids = new Map<string, number>(made.map((event) => [keyOf(event), event.id]));
  for (const [key, { stored }] of subjects) if (stored) ids.set(key, stored.id);
  return ids;
}

async function addCommits(
  tx: TransactionContext,
  readings: readonly Reading[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const commits = new Map<string, batches.NewCommit>();
  for (const { source, externalId, word, commits: told } of readings)
    for (const { sha, parents, committedAt } of told) {
      const repository = String(word.facts.repository);
      const known = commits.get(`${repository}\n${sha}`);
      commits.set(`${repository}\n${sha}`, {
        repository,
        sha,
        parents: parents ?? known?.parents ?? [],
        exact: parents !== undefined || (known?.exact ?? false),
        branch: null,
        committedAt: committedAt ?? known?.committedAt ?? null,
        changeId: known?.changeId ?? ids.get(keyOf({ source, externalId })) ?? null,
      });
    }
  await batches.upsertCommits(tx.db, [...commits.values()]);
}

/** Notes which services are to be matched anew, in the transaction of what they were told. */
async function noteMarks(
  tx: TransactionContext,
  kind: WordKind,
  subjects: ReadonlyMap<string, Subject>,
  values: ReadonlyMap<string, Record<string, unknown>>,
  readings: readonly Reading[],
): Promise<void> {
  if (kind === "tickets" || kind === "findings") return;
  const news = [...subjects].filter(([, { isNews }]) => isNews);
  const services = new Set<string | null>();
  const repositories = new Set<string>();
  for (const [key, { stored }] of news) {
    const { service, repository } = values.get(key)!;
    if (kind === "changes") repositories.add(String(repository));
    if (service !== null || kind === "incidents") services.add(service as string | null);
    if (stored && stored.service !== service) services.add(stored.service);
  }
  for (const { word, commits } of readings)
    if (commits.length > 0) repositories.add(String(word.facts.repository));
  await batches.insertMarks(tx.db, [
    ...[...services].map((service) => ({ service, repository: null })),
    ...[...repositories].map((repository) => ({ service: null, repository })),
  ]);
  if (kind === "deployments")
    await batches.markNaming(
      tx.db,
      news.map(([, { externalId }]) => externalId),
    );
}

function warnings(
  kind: WordKind,
  readings: readonly (Reading & { index: number })[],
  unknown: ReadonlySet<string>,
): RefusedRow[] {
  return readings.flatMap(({ index, externalId, service, warnings: found }) => {
    const issues = [...found];
    if (service !== null && unknown.has(service))
      issues.push({
        path: "service",
        message: `The catalog has no service "${service}". The event is kept under this name and counts for the organisation alone until somebody says which service it is.`,
      });
    if (service === null && (kind === "incidents" || kind === "findings"))
      issues.push({ path: "service", message: "Names no service, so it counts for the organisation alone." });
    return issues.length > 0 ? [{ index, externalId, issues }] : [];
  });
}
