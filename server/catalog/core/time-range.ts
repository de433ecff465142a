import { z } from "zod";
import type { PRESET_DAYS } from "./query/schema";
import { strict } from "./strict";

/** The published spans end now; those of whole days follow the time zone. */
export const TIME_PRESETS = [
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
] as const satisfies readonly ("today" | "yesterday" | keyof typeof PRESET_DAYS)[];
export type TimePreset = (typeof TIME_PRESETS)[number];

/** Units of time with the step from one to the next. */
export const INTERVALS = {
  hour: "1 hour",
  day: "1 day",
  isoWeek: "7 days",
  month: "1 month",
  quarter: "3 months",
} as const;
export type Interval = keyof typeof INTERVALS;

export const intervalSchema = z.enum(Object.keys(INTERVALS) as [Interval, ...Interval[]]);

/** A span that ends now; without a time zone its days are those of UTC. */
export const timeRangeSchema = strict({
  preset: z.enum(TIME_PRESETS),
  timeZone: z
    .string()
    .refine(isTimeZone, "Must be the name of a time zone, such as Europe/Berlin.")
    .optional(),
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
