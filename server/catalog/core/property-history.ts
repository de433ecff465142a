import { z } from "zod";
import { equalJson } from "@/server/properties/equal";
import { strict } from "./strict";

export const TIME_INTERVALS = ["hour", "day", "isoWeek", "month", "quarter"] as const;
export type TimeInterval = (typeof TIME_INTERVALS)[number];

export const HISTORY_PRESETS = [
  "today",
  "yesterday",
  "lastDay",
  "lastWeek",
  "last2Weeks",
  "lastMonth",
  "last3Months",
  "last6Months",
  "last12Months",
  "last2Years",
  "last3Years",
] as const;

const timeZone = z
  .string()
  .refine(isTimeZone, { error: "Must be a time zone such as Europe/Berlin or UTC." });

/** What of an entity's past is asked for, as published. */
export const propertiesHistorySchema = strict({
  entityIdentifier: z.string().min(1),
  blueprintIdentifier: z.string().min(1),
  propertyNames: z.array(z.string().min(1)).min(1).max(20),
  timeInterval: z.enum(TIME_INTERVALS).optional(),
  timeRange: strict({ preset: z.enum(HISTORY_PRESETS), timeZone: timeZone.optional() }).optional(),
});
export type PropertiesHistoryQuery = z.infer<typeof propertiesHistorySchema>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** A value that a property had from a moment on; null: none. */
export interface ValuePoint {
  at: string;
  value: unknown;
}

/**
 * The values of keys over time, oldest first, each with the moment at which it came. A state holds all keys after a write,
 * and those that changed after a recomputation.
 */
export function valueSeries(
  keys: readonly string[],
  states: readonly { at: string; values: Record<string, unknown> }[],
): Record<string, ValuePoint[]> {
  return Object.fromEntries(
    keys.map((key) => {
      const points: ValuePoint[] = [];
      for (const { at, values } of states) {
        if (!Object.hasOwn(values, key)) continue;
        const value = values[key] ?? null;
        const last = points.at(-1);
        if (last ? !equalJson(last.value, value) : value !== null) points.push({ at, value });
      }
      return [key, points];
    }),
  );
}

/** The part of a series from one moment to another; it begins with the value that held at the first. */
export function within(points: readonly ValuePoint[], from?: string, to?: string): ValuePoint[] {
  const upto = to === undefined ? points : points.filter(({ at }) => at <= to);
  if (from === undefined) return [...upto];
  const before = upto.filter(({ at }) => at <= from).at(-1);
  return [...(before ? [{ ...before, at: from }] : []), ...upto.filter(({ at }) => at > from)];
}

/** The value that held at each of these moments, in ms since 1970: what came at the moment itself does not count. */
export const valuesAt = (points: readonly ValuePoint[], moments: readonly number[]): unknown[] =>
  moments.map((moment) => points.filter(({ at }) => Date.parse(at) < moment).at(-1)?.value ?? null);
