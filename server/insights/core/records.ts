import { z } from "zod";
import { EVENT_KINDS, EVENTS, type EventKind, identity, line, moment, type RefusedRow } from "../schema";
import { issuesOf, type Read, Unreadable, unread } from "./words";

/** What is told beside events: who works where and since when, who owns what, and how time and tools are used. */
export const RECORD_KINDS = [
  "people",
  "teams",
  "memberships",
  "owners",
  "maintenance",
  "time-entries",
  "tool-uses",
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
export const FEED_KINDS = [...EVENT_KINDS, ...RECORD_KINDS] as const;
export type FeedKind = EventKind | RecordKind;

const day = z
  .string()
  .trim()
  .regex(/^\d{4}-\d\d-\d\d$/, "Is no day as in 2026-03-02.")
  .refine(
    (text) => Number(text.slice(0, 4)) >= 1970 && isDay(text),
    "Names a day that is not in the calendar.",
  );

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

const { source, externalId } = identity;
const person = line(254);
/** Whole or not at all, half-open; without an end it goes on. */
const period = { startsAt: moment, endsAt: moment.nullish() };

export const personRecord = z.strictObject({
  source,
  /** The e-mail address or login: what the other kinds and changes call the person. */
  externalId: person,
  /** Other names of the same person, as on GitHub. */
  aliases: z.array(person).max(20).optional(),
  isDeveloper: z.boolean().optional(),
  isBot: z.boolean().optional(),
  /** 1 is full time. */
  fte: z.number().min(0).max(2).optional(),
  hiredOn: day.nullish(),
  leftOn: day.nullish(),
});
export type PersonRecord = z.infer<typeof personRecord>;
/** Known by the team: its place among the others, and since when it is on the platform. */
export const teamRecord = z.strictObject({
  source,
  team: line(100),
  /** The team above it; null: none. */
  parent: line(100).nullish(),
  onboardedAt: moment.nullish(),
});
export type TeamRecord = z.infer<typeof teamRecord>;
export const membershipRecord = z.strictObject({ source, externalId, person, team: line(100), ...period });
export type MembershipRecord = z.infer<typeof membershipRecord>;
export const ownerRecord = z.strictObject({
  ...{ source, externalId },
  service: line(200),
  team: line(100),
  ...period,
});
export type OwnerRecord = z.infer<typeof ownerRecord>;
export const maintenanceRecord = z.strictObject({
  ...{ source, externalId },
  component: line(200),
  startsAt: moment,
  endsAt: moment,
  reason: line(500).default("Planned maintenance"),
});
export type MaintenanceRecord = z.infer<typeof maintenanceRecord>;
/** Known by team, week, category and source: the same again replaces the share. */
export const timeEntryRecord = z.strictObject({
  source,
  team: line(100),
  /** The Monday of the week. */
  week: day,
  category: line(60),
  /** Of the team's time, 0 to 1. */
  share: z.number().min(0, "Must be from 0 to 1.").max(1, "Must be from 0 to 1, as 0.25 for a quarter."),
  fte: z.number().min(0).max(10_000).optional(),
});
export type TimeEntryRecord = z.infer<typeof timeEntryRecord>;
export const toolUseRecord = z.strictObject({ source, person, tool: line(100), day });
export type ToolUseRecord = z.infer<typeof toolUseRecord>;

export const RECORDS = {
  people: personRecord,
  teams: teamRecord,
  memberships: membershipRecord,
  owners: ownerRecord,
  maintenance: maintenanceRecord,
  "time-entries": timeEntryRecord,
  "tool-uses": toolUseRecord,
} as const satisfies Record<RecordKind, z.ZodType>;
/** The shape of one of each kind. */
export const FEEDS = { ...EVENTS, ...RECORDS };
export const isRecordKind = (kind: FeedKind): kind is RecordKind => Object.hasOwn(RECORDS, kind);

const AHEAD_MS = 5 * 60_000;
/** How far ahead plans may lie: transfers, hires and maintenance are known before. */
const PLANNED_MS = 2 * 366 * 86_400_000;
/** What has to have happened already. */
const PAST: ReadonlySet<string> = new Set(["week", "day", "onboardedAt"]);
const SPANS = [
  ["startsAt", "endsAt"],
  ["hiredOn", "leftOn"],
] as const;

/** Reads one: its shape, and what its moments say of one another and of now. `issues` have paths from its root. */
export function readRecord<K extends RecordKind>(
  kind: K,
  raw: unknown,
  now: Date,
): Read<z.output<(typeof RECORDS)[K]>> {
  if (raw instanceof Unreadable) return unread(raw);
  const parsed = RECORDS[kind].safeParse(raw);
  if (!parsed.success) return refused(raw, issuesOf(parsed.error));
  const issues = problemsOf(parsed.data as Record<string, unknown>, now);
  return issues.length > 0
    ? refused(raw, issues)
    : { ok: true, value: parsed.data as z.output<(typeof RECORDS)[K]> };
}

function problemsOf(of: Record<string, unknown>, now: Date): RefusedRow["issues"] {
  const text = (field: string) => (typeof of[field] === "string" ? of[field] : null);
  const issues: RefusedRow["issues"] = [];
  for (const [from, to] of SPANS) {
    const [a, b] = [text(from), text(to)];
    if (a !== null && b !== null && b < a)
      issues.push({ path: to, message: `Lies before ${from}: a span cannot be negative.` });
    else if (a !== null && a === b && from === "startsAt")
      issues.push({ path: to, message: `Is the same as ${from}: a span has to last.` });
  }
  for (const field of ["startsAt", "endsAt", "hiredOn", "leftOn", "week", "day", "onboardedAt"]) {
    const at = text(field);
    const past = PAST.has(field);
    if (at === null || Date.parse(at) <= now.getTime() + (past ? AHEAD_MS : PLANNED_MS)) continue;
    issues.push({
      path: field,
      message: past
        ? "Lies in the future. Check the clock and the time zone of the sender."
        : "Lies more than two years ahead. Check the year.",
    });
  }
  const week = text("week");
  if (week !== null && new Date(`${week}T00:00:00Z`).getUTCDay() !== 1)
    issues.push({ path: "week", message: "Is no Monday: name the first day of the week." });
  return issues;
}

function refused(raw: unknown, issues: RefusedRow["issues"]): Extract<Read<never>, { ok: false }> {
  const of = typeof raw === "object" && raw !== null ? (raw as Record<string, unknown>) : {};
  const id = of.externalId ?? of.person ?? of.team;
  return { ok: false, externalId: typeof id === "string" ? id.slice(0, 300) : null, issues };
}
