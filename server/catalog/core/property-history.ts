import { z } from "zod";
import { equalJson } from "@/server/properties/equal";
import { strict } from "./strict";
import { intervalSchema, timeRangeSchema } from "./time-range";

/** What of an entity's past is asked for, as published. */
export const propertiesHistorySchema = strict({
  entityIdentifier: z.string().min(1),
  blueprintIdentifier: z.string().min(1),
  propertyNames: z.array(z.string().min(1)).min(1).max(20),
  timeInterval: intervalSchema.optional(),
  timeRange: timeRangeSchema.optional(),
});
export type PropertiesHistoryQuery = z.infer<typeof propertiesHistorySchema>;

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
