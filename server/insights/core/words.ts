import type { z } from "zod";
import { CLEARABLE, EVENTS, type EventKind, type RefusedRow } from "../schema";
import type { Facts, Word } from "./merge";

type Problem = RefusedRow["issues"][number];
export type WordKind = Exclude<EventKind, "probes">;

/** An event as it is merged: its word, and what does not belong to the thing itself. */
export interface Reading {
  source: string;
  externalId: string;
  word: Word;
  /** What people and services are called there. */
  service: string | null;
  person: string | null;
  commits: { sha: string; parents?: string[] | undefined; committedAt?: string | undefined }[];
  warnings: Problem[];
}

export type Read<T> = { ok: true; value: T } | { ok: false; externalId: string | null; issues: Problem[] };

/** Stands for an event that could not even be read, with what was read of it. */
export class Unreadable {
  readonly externalId: unknown;
  constructor(
    of: Record<string, unknown>,
    readonly message: string,
  ) {
    this.externalId = of.externalId ?? null;
  }
}

/** How far the clock of a sender may go ahead of ours. */
const AHEAD_MS = 5 * 60_000;
/** Moments that are meant to come. */
const TO_COME: ReadonlySet<string> = new Set(["dueAt", "suppressedUntil"]);

/** Checks the shape of an event. `issues` have paths from its root. */
export function readShape<K extends EventKind>(
  kind: K,
  raw: unknown,
  now: Date,
): Read<z.output<(typeof EVENTS)[K]>> {
  if (raw instanceof Unreadable) return unread(raw);
  const parsed = EVENTS[kind].safeParse(withoutNulls(raw));
  if (!parsed.success)
    return {
      ok: false,
      externalId: externalIdOf(raw),
      issues: issuesOf(parsed.error),
    };
  const event = parsed.data as z.output<(typeof EVENTS)[K]>;
  const latest = new Date(now.getTime() + AHEAD_MS).toISOString();
  const issues = momentsOf(event)
    .filter(([field, at]) => at > latest && !TO_COME.has(field))
    .map(([path]) => ({
      path,
      message: "Lies in the future. Check the clock and the time zone of the sender.",
    }));
  return issues.length > 0
    ? { ok: false, externalId: externalIdOf(raw), issues }
    : { ok: true, value: event };
}

/** What the shape of an event finds wrong, for who sent it. */
export const issuesOf = (error: z.ZodError): Problem[] =>
  error.issues.map(({ path, message }) => ({
    path: path.join("."),
    message: message.endsWith("received undefined") ? "Is missing." : message,
  }));

/** What is answered of an event that could not be read. */
export const unread = (of: Unreadable): Extract<Read<never>, { ok: false }> => ({
  ...{ ok: false, externalId: externalIdOf(of) },
  issues: [{ path: "", message: of.message }],
});

/** Reads an event of a kind whose words are merged: its shape, and what its moments say of one another. */
export function readWord(kind: WordKind, raw: unknown, now: Date, defaultSource: string): Read<Reading> {
  const read = readShape(kind, raw, now);
  if (!read.ok) return read;
  const { source = defaultSource, externalId, reportedAt, ...rest } = read.value as Event;
  const issues = problemsOf(kind, rest);
  if (issues.length > 0) return { ok: false, externalId, issues };
  const at =
    reportedAt ??
    momentsOf(rest)
      .filter(([field]) => !TO_COME.has(field))
      .map(([, moment]) => moment)
      .reduce<string | null>((last, moment) => (last === null || moment > last ? moment : last), null);
  if (at === null)
    return {
      ok: false,
      externalId,
      issues: [{ path: "reportedAt", message: "Is needed where the event has no other moment." }],
    };
  return {
    ok: true,
    value: {
      source,
      externalId,
      word: { at, facts: factsOf(kind, rest) },
      service: rest.service ?? null,
      person: rest.author ?? rest.openedBy ?? null,
      commits: rest.commits && kind === "changes" ? (rest.commits as Reading["commits"]) : [],
      warnings: warningsOf(kind, rest),
    },
  };
}

type Event = { source?: string; externalId: string; reportedAt?: string } & Partial<
  Record<string, unknown>
> & {
    service?: string;
    author?: string;
    openedBy?: string;
    commits?: unknown[];
  };
type Body = Omit<Event, "source" | "externalId" | "reportedAt">;

const MOMENT = /At$|^at$|Until$/;

const momentsOf = (event: object): [string, string][] =>
  Object.entries(event).filter(
    (entry): entry is [string, string] => MOMENT.test(entry[0]) && typeof entry[1] === "string",
  );

const withoutNulls = (raw: unknown): unknown =>
  typeof raw === "object" && raw !== null && !Array.isArray(raw)
    ? Object.fromEntries(
        Object.entries(raw).filter(([field, value]) => value !== null || CLEARABLE.has(field)),
      )
    : raw;

function externalIdOf(raw: unknown): string | null {
  const id = typeof raw === "object" && raw !== null ? (raw as Record<string, unknown>).externalId : null;
  return typeof id === "string" ? id.slice(0, 300) : null;
}

/** Pairs of moments that cannot be the other way round. */
const SPANS: Record<WordKind, [from: string, to: string][]> = {
  deployments: [["startedAt", "finishedAt"]],
  changes: [
    ["openedAt", "mergedAt"],
    ["openedAt", "closedAt"],
  ],
  incidents: [
    ["startedAt", "resolvedAt"],
    ["startedAt", "detectedAt"],
  ],
  tickets: [
    ["openedAt", "firstReplyAt"],
    ["openedAt", "closedAt"],
  ],
  findings: [["firstSeenAt", "fixedAt"]],
};

function problemsOf(kind: WordKind, event: Body): Problem[] {
  const problems: Problem[] = SPANS[kind]
    .filter(([from, to]) => isBackwards(event, from, to))
    .map(([from, to]) => ({ path: to, message: `Lies before ${from}: a span cannot be negative.` }));
  if (kind === "deployments") {
    const running = event.status === "in_progress";
    if (!running && !event.finishedAt)
      problems.push({ path: "finishedAt", message: "Is needed, unless the deployment is in progress." });
    if (running && event.finishedAt)
      problems.push({ path: "status", message: "Cannot be in_progress with a finishedAt." });
  }
  if (kind === "findings" && event.status === "fixed" && !event.fixedAt)
    problems.push({ path: "fixedAt", message: "Is needed where the finding is fixed." });
  return problems;
}

/** Spans that are negative for good reasons, such as a rebase: taken, and no figure counts them. */
const DOUBTFUL: [from: string, to: string][] = [
  ["firstCommitAt", "openedAt"],
  ["firstCommitAt", "mergedAt"],
  ["openedAt", "firstReviewAt"],
  ["firstReviewAt", "mergedAt"],
];

const warningsOf = (kind: WordKind, event: Body): Problem[] =>
  kind !== "changes"
    ? []
    : DOUBTFUL.filter(([from, to]) => isBackwards(event, from, to)).map(([from, to]) => ({
        path: to,
        message: `Lies before ${from}. It is taken, and this span is left out of figures.`,
      }));

const isBackwards = (event: Body, from: string, to: string): boolean => {
  const [a, b] = [event[from], event[to]];
  return typeof a === "string" && typeof b === "string" && b < a;
};

/** What events call differently from the rows that keep them. */
const NAMES: Readonly<Record<string, string>> = {
  service: "toldService",
  production: "toldProduction",
  kind: "toldKind",
  team: "toldTeam",
  action: "actionIdentifier",
};
/** Kept as the person that it names, and in tables of their own. */
const APART: ReadonlySet<string> = new Set(["author", "openedBy"]);

function factsOf(kind: WordKind, event: Body): Facts {
  const facts: Facts = {};
  for (const [field, value] of Object.entries(event)) {
    if (value === undefined || APART.has(field) || (kind === "changes" && field === "commits")) continue;
    const name =
      kind === "changes" && field === "isHotfix"
        ? "toldHotfix"
        : kind === "findings" && field === "dueAt"
          ? "toldDueAt"
          : (NAMES[field] ?? field);
    facts[name] = value;
  }
  if (kind === "changes" && event.isBot === undefined && isBotName(event.author as string | undefined))
    facts.isBot = true;
  return facts;
}

/** By what GitHub and GitLab call accounts that no person has. */
export const isBotName = (name: string | undefined): boolean =>
  name !== undefined && /\[bot\]$|^(project|group)_\d+_bot|^(dependabot|renovate)(\b|-)/i.test(name);
