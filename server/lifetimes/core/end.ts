import type { Lifetime } from "../schema";
import { DURATION_FAULT, durationWords, parseDuration, SHORTEST } from "./duration";

/** When something ends: some time after it was made, or at an instant. */
export type End = { kind: "after"; seconds: number } | { kind: "at"; at: Date };
export type ChosenEnd = { ok: true; end: End } | { ok: false; message: string };

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/i;
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * The end that a person chose: what the input says, a duration or an instant, or the default where it is empty. A day ends
 * with it, in UTC. A time without its zone is refused: it would be another instant for everybody who reads it.
 */
export function chosenEnd(lifetime: Lifetime, inputs: Record<string, unknown>): ChosenEnd {
  const value = lifetime.from === undefined ? null : inputs[lifetime.from];
  if (value === null || value === undefined || value === "")
    return { ok: true, end: { kind: "after", seconds: secondsOf(lifetime.default) } };
  if (typeof value !== "string") return { ok: false, message: DURATION_FAULT };
  const seconds = parseDuration(value);
  if (seconds !== null) return { ok: true, end: { kind: "after", seconds } };
  const at = instantOf(value.trim());
  return at
    ? { ok: true, end: { kind: "at", at } }
    : {
        ok: false,
        message: `${DURATION_FAULT} A date and time needs its zone, as in 2030-01-31T18:00:00Z.`,
      };
}

/** An instant with its zone, or the end of a day in UTC; null for anything else, as for a day that there is not. */
export function instantOf(text: string): Date | null {
  const day = DAY.test(text);
  if (!day && !INSTANT.test(text)) return null;
  const at = new Date(day ? `${text}T23:59:59.999Z` : text.toUpperCase());
  if (Number.isNaN(at.getTime())) return null;
  // The 30th of February is read as the 1st of March.
  return day && at.toISOString().slice(0, 10) !== text ? null : at;
}

/** Seconds of a duration in a definition, which was checked when it was saved. */
export function secondsOf(duration: string): number {
  const seconds = parseDuration(duration);
  if (seconds === null) throw new Error(`"${duration}" is no duration.`);
  return seconds;
}

export const maximumOf = (lifetime: Lifetime): number | null =>
  lifetime.maximum === undefined ? null : secondsOf(lifetime.maximum);

/** Why what was chosen cannot be had, for what is made at `now`; null when it can. */
export function endFault(lifetime: Lifetime, end: End, now: Date): string | null {
  const seconds = end.kind === "after" ? end.seconds : (end.at.getTime() - now.getTime()) / 1000;
  const maximum = maximumOf(lifetime);
  if (seconds < SHORTEST) return "It would end before it is made. Choose a time in the future.";
  if (maximum !== null && seconds > maximum)
    return `It may live for ${durationWords(maximum)} at most. Choose less.`;
  return null;
}

/** The instant at which what began at `began` ends, never beyond its maximum. */
export function endsAt(lifetime: Lifetime, end: End, began: Date): Date {
  const wanted = end.kind === "at" ? end.at.getTime() : began.getTime() + end.seconds * 1000;
  const maximum = maximumOf(lifetime);
  return new Date(maximum === null ? wanted : Math.min(wanted, began.getTime() + maximum * 1000));
}

export interface Clocked {
  expiresAt: Date | null;
  /** In seconds before the end, in any order. */
  remindBefore: readonly number[];
  /** The last reminder that was sent: those that are nearer to the end are to come. */
  reminded: number | null;
}

/** When there is something to do next: the next reminder, else the end; null where there is no end. */
export function nextMoment({ expiresAt, remindBefore, reminded }: Clocked): Date | null {
  if (!expiresAt) return null;
  const left = remindBefore.filter((before) => reminded === null || before < reminded);
  return new Date(expiresAt.getTime() - Math.max(0, ...left) * 1000);
}

/** The reminder that is due at `now`: the nearest to the end of those whose time has come, so that one late stands for all. Null: none. */
export function dueReminder({ expiresAt, remindBefore, reminded }: Clocked, now: Date): number | null {
  if (!expiresAt || now >= expiresAt) return null;
  const left = (expiresAt.getTime() - now.getTime()) / 1000;
  const due = remindBefore.filter((before) => before >= left && (reminded === null || before < reminded));
  return due.length ? Math.min(...due) : null;
}

/** The reminder that counts as sent for something that ends in so many seconds: those that would come at once are passed over. */
export function passedReminder(remindBefore: readonly number[], seconds: number): number | null {
  const passed = remindBefore.filter((before) => before >= seconds);
  return passed.length ? Math.min(...passed) : null;
}

/** How long to wait before a run that was to destroy is tried again, by how many failed: a minute, then longer, at most an hour. */
export const BACKOFF_SECONDS = [60, 300, 900, 3600] as const;
/** After so many failed attempts a person has to look. */
export const MAX_ATTEMPTS = BACKOFF_SECONDS.length + 1;
