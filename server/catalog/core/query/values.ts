import type { PropertyDefinition } from "@/server/properties/schema";
import { isDateTime } from "@/server/properties/formats";
import { PRESET_DAYS, type Preset, type SchemaRule } from "./schema";

/** How values of a property are compared. */
export interface ValueClass {
  item: "text" | "number" | "boolean" | "instant" | "object" | "any";
  list: boolean;
}

export const TEXT: ValueClass = { item: "text", list: false };
export const INSTANT: ValueClass = { item: "instant", list: false };
export const TEXTS: ValueClass = { item: "text", list: true };

/** The class of a property's values, by its definition. */
export function classOf(definition: Pick<PropertyDefinition, "type" | "format" | "items">): ValueClass {
  if (definition.type === "array") {
    const type = definition.items?.type;
    const items = type ? classOf(definition.items as unknown as PropertyDefinition) : null;
    return { item: items && !items.list ? items.item : "any", list: true };
  }
  if (definition.type !== "string") return { item: definition.type, list: false };
  return definition.format === "date-time" || definition.format === "timer" ? INSTANT : TEXT;
}

/** For messages: "a number", "a list". */
export function describeClass({ item, list }: ValueClass): string {
  if (list) return "a list";
  return (
    { text: "a text", instant: "a date and time", object: "an object", any: "anything" }[item as "text"] ??
    (item === "number" ? "a number" : "true or false")
  );
}

/** Whether a property is of a type: keys that the type leaves out do not matter. */
export const matchesSchema = (
  definition: { type: string; format?: string; items?: Record<string, unknown> },
  { type, format, items }: SchemaRule["propertySchema"],
): boolean =>
  definition.type === type &&
  (format === undefined || definition.format === format) &&
  (items === undefined ||
    (definition.items?.type === items.type &&
      (items.format === undefined || definition.items?.format === items.format)));

const WRITTEN =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):?(\d\d))$/;

/** The instant that a text names, in ms since 1970, cut to the millisecond; null when it names none. */
export function instantOf(value: unknown): number | null {
  if (typeof value !== "string" || !isDateTime(value)) return null;
  const parts = WRITTEN.exec(value);
  if (!parts || parts[1] === "0000") return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  at.setUTCHours(hour, minute, second, Number((parts[7] ?? "").slice(0, 3).padEnd(3, "0")));
  const zone = (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)) * (parts[8] === "-" ? 1 : -1);
  return at.getTime() + zone * 60_000;
}

const DAY = 86_400_000;

/** The span of a preset, both ends included, in ms since 1970. Whole days are those of UTC. */
export function presetRange(preset: Preset, now: Date): { from: number; to: number } {
  const at = now.getTime();
  const midnight = Math.floor(at / DAY) * DAY;
  const dayFrom = (from: number) => ({ from, to: from + DAY - 1 });
  if (preset === "today") return dayFrom(midnight);
  if (preset === "tomorrow") return dayFrom(midnight + DAY);
  if (preset === "yesterday") return dayFrom(midnight - DAY);
  const other = at + PRESET_DAYS[preset] * DAY;
  return { from: Math.min(at, other), to: Math.max(at, other) };
}
