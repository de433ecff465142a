import { kindOf } from "@/server/properties/kind";
import type { Kind } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";
import { itemDefinition } from "./kind";

/**
 * What a control holds while a person types. Text stays text until it is sent, so that nothing typed is ever blocked or
 * changed under the cursor: "1." on the way to "1.5", or JSON that is not yet closed.
 */
export type RawValue = string | boolean | undefined | RawValue[] | RawLink;
export interface RawLink {
  url: string;
  displayText: string;
}

/** A value that cannot be read from what was typed. It is sent on to nobody: the message stands at the field. */
export class Unreadable extends Error {}

interface Conversion {
  /** What the control shows for a stored value; of nothing, the empty control. */
  toRaw: (value: unknown, definition: PropertyDefinition) => RawValue;
  /** The value to send; undefined when nothing was filled in. Throws Unreadable. */
  fromRaw: (raw: RawValue, definition: PropertyDefinition) => unknown;
}

const textOf = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);

const text: Conversion = {
  toRaw: textOf,
  // Spaces at the ends are kept: only what is wholly blank counts as not filled in.
  fromRaw: (raw) => (typeof raw === "string" && raw.trim() !== "" ? raw : undefined),
};

const trimmed: Conversion = {
  toRaw: textOf,
  fromRaw: (raw) => (typeof raw === "string" && raw.trim() !== "" ? raw.trim() : undefined),
};

/** Reads a number as people write it; the text itself where it is none, so that the schema refuses it with its own message. */
function readNumber(raw: string): number {
  const value = Number(raw.trim());
  if (!Number.isFinite(value)) throw new Unreadable("Enter a number, such as 3 or 0.5.");
  return value;
}

/** The identifier of a reference that may be given as an object, as the API does for entities. */
function identifierOf(value: unknown): string {
  if (typeof value === "object" && value !== null && "identifier" in value) return textOf(value.identifier);
  return textOf(value);
}

const reference: Conversion = { toRaw: identifierOf, fromRaw: trimmed.fromRaw };

/** A date and time in the reader's zone, as the control wants it, from an ISO instant; with seconds only where there are any. */
export function toLocalInput(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  const pad = (n: number, width = 2) => String(n).padStart(width, "0");
  const seconds = date.getSeconds() ? `:${pad(date.getSeconds())}` : "";
  return `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}T${pad(date.getHours())}:${pad(date.getMinutes())}${seconds}`;
}

const instant: Conversion = {
  toRaw: (value) => (typeof value === "string" ? toLocalInput(value) : ""),
  fromRaw: (raw) => {
    if (typeof raw !== "string" || raw === "") return undefined;
    const date = new Date(raw);
    if (Number.isNaN(date.getTime())) throw new Unreadable("Enter a date and a time.");
    return date.toISOString();
  },
};

const conversions: Record<Kind, Conversion> = {
  string: text,
  "multi-line": text,
  markdown: text,
  yaml: text,
  proto: text,
  url: trimmed,
  email: trimmed,
  "idn-email": trimmed,
  ipv4: trimmed,
  ipv6: trimmed,
  blueprints: trimmed,
  user: reference,
  team: reference,
  entity: reference,
  "date-time": instant,
  timer: instant,
  enum: {
    toRaw: textOf,
    // The stored options keep their type: a number that was picked is sent as a number.
    fromRaw: (raw, definition) =>
      raw === "" || raw === undefined
        ? undefined
        : (definition.enum?.find((option) => textOf(option) === raw) ?? raw),
  },
  number: {
    toRaw: textOf,
    fromRaw: (raw) => (typeof raw === "string" && raw.trim() !== "" ? readNumber(raw) : undefined),
  },
  boolean: {
    toRaw: (value) => (typeof value === "boolean" ? value : undefined),
    fromRaw: (raw) => (typeof raw === "boolean" ? raw : undefined),
  },
  object: {
    toRaw: (value) => (value === null || value === undefined ? "" : JSON.stringify(value, null, 2)),
    fromRaw: (raw) => {
      if (typeof raw !== "string" || raw.trim() === "") return undefined;
      try {
        return JSON.parse(raw) as unknown;
      } catch (error) {
        throw new Unreadable(
          `This is not valid JSON: ${error instanceof Error ? error.message : "check brackets and quotes"}.`,
        );
      }
    },
  },
  "labeled-url": {
    toRaw: (value) => {
      const link = typeof value === "object" && value !== null ? (value as Partial<RawLink>) : {};
      return { url: textOf(link.url), displayText: textOf(link.displayText) };
    },
    fromRaw: (raw) => {
      const link = raw as RawLink | undefined;
      if (!link || (link.url.trim() === "" && link.displayText.trim() === "")) return undefined;
      return link.displayText.trim() === ""
        ? { url: link.url.trim() }
        : { url: link.url.trim(), displayText: link.displayText.trim() };
    },
  },
  array: {
    toRaw: (value, definition) =>
      Array.isArray(value) ? value.map((item) => toRaw(item, itemDefinition(definition))) : [],
    fromRaw: (raw, definition) => {
      if (!Array.isArray(raw)) return undefined;
      const item = itemDefinition(definition);
      // A row that was added and left empty is no item.
      const values = raw.map((entry) => fromRaw(entry, item)).filter((value) => value !== undefined);
      return values.length > 0 ? values : undefined;
    },
  },
};

/** What a control shows for a stored value. */
export function toRaw(value: unknown, definition: PropertyDefinition): RawValue {
  return conversions[kindOf(definition)].toRaw(value, definition);
}

/** The value to send for what a control holds; undefined when nothing was filled in. Throws Unreadable. */
export function fromRaw(raw: RawValue, definition: PropertyDefinition): unknown {
  return conversions[kindOf(definition)].fromRaw(raw, definition);
}
