import type { PropertyDefinition } from "@/server/properties/schema";

type Bounds = Pick<PropertyDefinition, "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum">;

/**
 * A number so many steps further, as text, kept within its bounds; decimals stay as many as were typed. From nothing, or
 * from what is no number, it goes to the lowest number that is allowed, or to 0.
 */
export function stepped(text: string, step: number, bounds: Bounds): string {
  const low =
    bounds.minimum ?? (bounds.exclusiveMinimum === undefined ? -Infinity : bounds.exclusiveMinimum + 1);
  const high =
    bounds.maximum ?? (bounds.exclusiveMaximum === undefined ? Infinity : bounds.exclusiveMaximum - 1);
  const within = (value: number) => Math.min(high, Math.max(low, value));
  const value = text.trim() === "" ? NaN : Number(text);
  if (!Number.isFinite(value)) return String(within(Number.isFinite(low) ? low : 0));
  const decimals = /\.(\d+)$/.exec(text.trim())?.[1]?.length ?? 0;
  // What is beyond a bound already comes back by steps, not by a leap in the other direction.
  const next = value + step;
  const kept = step > 0 ? Math.max(value, Math.min(high, next)) : Math.min(value, Math.max(low, next));
  return kept.toFixed(decimals);
}
