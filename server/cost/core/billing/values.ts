import { storable } from "@/server/audit/core/storable";

/** FOCUS's categories of a charge. */
export const CHARGE_CATEGORIES = ["Usage", "Purchase", "Tax", "Credit", "Adjustment"] as const;

/** What exporters write for nothing. */
export function told(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const trimmed = text.trim();
  return trimmed === "" || trimmed.toUpperCase() === "NULL" ? null : trimmed;
}

/** A decimal as PostgreSQL reads it exactly; POSIX, for both of them. */
export const DECIMAL_PATTERN = "^[+-]?([0-9]{1,18}([.][0-9]{0,40})?|[.][0-9]{1,40})([eE][+-]?[0-9]{1,2})?$";

const TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(?:(Z|UTC)|([+-])(\d{2}):?(\d{2}))?$/i;

/**
 * An instant of billing data: ISO 8601, with a space for the T, without seconds or without a time of day. What names no zone is
 * UTC, as FOCUS has it. Out: milliseconds; null when it is none, such as 30 February.
 */
export function readInstant(text: string): number | null {
  const match = TIME.exec(text.trim());
  if (!match) return null;
  const [
    ,
    year,
    month,
    day,
    hour = "0",
    minute = "0",
    second = "0",
    fraction = "",
    ,
    sign,
    zoneHour,
    zoneMinute,
  ] = match;
  const parts = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const millis = Number(fraction.padEnd(3, "0").slice(0, 3));
  const at = Date.UTC(parts[0], parts[1] - 1, parts[2], parts[3], parts[4], parts[5], millis);
  const back = new Date(at);
  const whole =
    back.getUTCFullYear() === parts[0] &&
    back.getUTCMonth() === parts[1] - 1 &&
    back.getUTCDate() === parts[2] &&
    back.getUTCHours() === parts[3] &&
    back.getUTCMinutes() === parts[4] &&
    back.getUTCSeconds() === parts[5];
  if (!whole || parts[0] < 1970 || parts[0] > 2200) return null;
  if (!sign) return at;
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000;
  if (Number(zoneHour) > 14 || Number(zoneMinute) > 59) return null;
  return sign === "+" ? at - offset : at + offset;
}

/**
 * Tags: a JSON object, its values as texts. Keys lose the spaces around them, which some exporters leave there. Out: the tags;
 * null when there are none; undefined when it is no such object, or one that is nested without end.
 */
export function readTags(text: string | null): Record<string, string> | null | undefined {
  const given = told(text);
  if (given === null) return null;
  try {
    return tagsOf(JSON.parse(given));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function tagsOf(value: unknown): Record<string, string> | null | undefined {
  const entries = entriesOf(storable(value));
  if (!entries) return undefined;
  const tags: Record<string, string> = {};
  for (const [key, tag] of entries) {
    const name = key.trim();
    if (name === "" || tag === null || tag === undefined) continue;
    tags[name] = typeof tag === "string" ? tag.trim() : JSON.stringify(tag);
  }
  return Object.keys(tags).length ? tags : null;
}

/** Of an object, or of a list of pairs as some exporters write a map. */
function entriesOf(value: unknown): [string, unknown][] | null {
  if (Array.isArray(value)) {
    const pairs = value.map((one): [string, unknown] | null => {
      if (typeof one !== "object" || one === null || !("key" in one) || typeof one.key !== "string")
        return null;
      return [one.key, "value" in one ? one.value : null];
    });
    return pairs.every((pair) => pair !== null) ? pairs : null;
  }
  return typeof value === "object" && value !== null ? Object.entries(value) : null;
}
