import { kindOf } from "@/server/properties/kind";
import type { Kind } from "@/server/properties/kind";
import { equalJson } from "@/server/properties/equal";
import type { PropertyDefinition } from "@/server/properties/schema";
import { hasItems, isSecret, itemDefinition } from "./kind";
import { drawingOf } from "./object-form";
import type { Member, ObjectDrawing } from "./object-form";

/**
 * What a control holds while a person types. Text stays text until it is sent, so that nothing typed is ever blocked or
 * changed under the cursor: "1." on the way to "1.5", or JSON that is not yet closed.
 */
export type RawValue = string | boolean | undefined | RawValue[] | RawLink | RawObject;
export interface RawLink {
  url: string;
  displayText: string;
}

/** An object as the form of its members. What is written as JSON is text instead. */
export interface RawObject {
  fields: Record<string, RawValue>;
  /** Which of several forms it has, as text. */
  choice?: string;
  /** There was no object before: as long as it says no more than its defaults, there is still none. */
  isNew?: true;
  /** Members that the form has no field for; they stay as they are. */
  extra?: Record<string, unknown>;
}

/** Whether it is held as fields, not as text. */
export const isRawObject = (raw: RawValue): raw is RawObject =>
  typeof raw === "object" && !Array.isArray(raw) && "fields" in raw;

/** A value that cannot be read from what was typed. It is sent on to nobody: the message stands at the field. */
export class Unreadable extends Error {
  constructor(
    message: string,
    /** Where inside the value. */
    readonly path: readonly (string | number)[] = [],
  ) {
    super(message);
  }
}

interface Conversion {
  /** What the control shows for a stored value; of nothing, the empty control. */
  toRaw: (value: unknown, definition: PropertyDefinition) => RawValue;
  /** The value to send; undefined when nothing was filled in. Throws Unreadable. */
  fromRaw: (raw: RawValue, definition: PropertyDefinition, required: boolean) => unknown;
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
  const milliseconds = date.getMilliseconds() ? `.${pad(date.getMilliseconds(), 3)}` : "";
  const seconds = date.getSeconds() || milliseconds ? `:${pad(date.getSeconds())}${milliseconds}` : "";
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

const json: Conversion = {
  toRaw: (value) => (value === null || value === undefined ? "" : JSON.stringify(value, null, 2)),
  fromRaw: (raw) => {
    if (typeof raw !== "string" || raw.trim() === "") return undefined;
    try {
      return JSON.parse(raw) as unknown;
    } catch {
      // The engine's own message differs between browsers, and quotes the text, which may be a secret.
      throw new Unreadable("This is not valid JSON. Look for a missing comma, quote or bracket.");
    }
  },
};

const conversions: Record<Kind, Conversion> = {
  string: text,
  "multi-line": text,
  markdown: text,
  yaml: text,
  proto: text,
  file: text,
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
    // A required switch that nobody touched is off, which is what it shows.
    fromRaw: (raw, _, required) => (typeof raw === "boolean" ? raw : required ? false : undefined),
  },
  object: {
    toRaw: (value, definition) => {
      const drawing = drawingOf(definition);
      if (drawing && (value === undefined || value === null)) return objectToRaw({}, drawing, true);
      return drawing && isObject(value) ? objectToRaw(value, drawing, false) : json.toRaw(value, definition);
    },
    fromRaw: (raw, definition, required) => {
      const drawing = drawingOf(definition);
      if (!isRawObject(raw) || !drawing) return json.fromRaw(raw, definition, required);
      const value = objectFromRaw(raw, drawing);
      if (!raw.isNew || required) return value;
      const untouched = objectFromRaw(objectToRaw({}, drawing, true), drawing);
      return equalJson(value, untouched) ? undefined : value;
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
    toRaw: (value, definition) => {
      if (!hasItems(definition) && !definition.blueprint) return json.toRaw(value, definition);
      return Array.isArray(value) ? value.map((item) => toRaw(item, itemDefinition(definition))) : [];
    },
    fromRaw: (raw, definition, required) => {
      if (typeof raw === "string") return json.fromRaw(raw, definition, required);
      if (!Array.isArray(raw)) return undefined;
      const item = itemDefinition(definition);
      // A row that was added and left empty is no item; an object that was added is one.
      const values = raw
        .map((entry, index) => within(index, () => fromRaw(entry, item, kindOf(item) === "object")))
        .filter((value) => value !== undefined);
      return values.length > 0 ? values : undefined;
    },
  },
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The members that are shown: those of the chosen form beside those of all. */
export function shownMembers(drawing: ObjectDrawing, choice: string | undefined): Member[] {
  const chosen = drawing.choice?.alternatives.find((one) => String(one.value) === choice);
  return [...drawing.members, ...(chosen?.members ?? [])];
}

function objectToRaw(value: Record<string, unknown>, drawing: ObjectDrawing, isNew: boolean): RawObject {
  const { choice } = drawing;
  const chosen = choice?.alternatives.find((one) => one.value === value[choice.key]);
  const members = shownMembers(drawing, chosen && String(chosen.value));
  const fields = Object.fromEntries(
    members.map(({ key, definition }) => [
      key,
      toRaw(Object.hasOwn(value, key) ? value[key] : isNew ? definition.default : undefined, definition),
    ]),
  );
  const drawn = new Set([...members.map((member) => member.key), ...(chosen && choice ? [choice.key] : [])]);
  const extra = Object.entries(value).filter(([key]) => !drawn.has(key));
  return {
    fields,
    ...(isNew && { isNew }),
    ...(chosen && { choice: String(chosen.value) }),
    ...(extra.length > 0 && { extra: Object.fromEntries(extra) }),
  };
}

function objectFromRaw(raw: RawObject, drawing: ObjectDrawing): Record<string, unknown> {
  const { choice } = drawing;
  const chosen = choice?.alternatives.find((one) => String(one.value) === raw.choice);
  const entries: [string, unknown][] = choice && chosen ? [[choice.key, chosen.value]] : [];
  for (const { key, definition, required } of shownMembers(drawing, raw.choice)) {
    const held = Object.hasOwn(raw.fields, key) ? raw.fields[key] : toRaw(definition.default, definition);
    const value = within(key, () => fromRaw(held, definition, required));
    if (value !== undefined) entries.push([key, value]);
  }
  return { ...raw.extra, ...Object.fromEntries(entries) };
}

/** Reads a part of a value; what cannot be read says where it is. */
function within<T>(part: string | number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) throw new Unreadable(error.message, [part, ...error.path]);
    throw error;
  }
}

/** What a control shows for a stored value. */
export function toRaw(value: unknown, definition: PropertyDefinition): RawValue {
  // What is encrypted is never prefilled; it is text until it is sent.
  if (isSecret(definition)) return "";
  return conversions[kindOf(definition)].toRaw(value, definition);
}

/** The value to send for what a control holds; undefined when nothing was filled in. Throws Unreadable. */
export function fromRaw(raw: RawValue, definition: PropertyDefinition, required = false): unknown {
  return conversions[kindOf(definition)].fromRaw(raw, definition, required);
}
