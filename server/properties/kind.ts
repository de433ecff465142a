import type { PropertyDefinition } from "./schema";

/** Formats of text, as published; `multi-line`, `entity` and `file` exist in forms alone. */
export const STRING_FORMATS = [
  "date-time",
  "url",
  "email",
  "idn-email",
  "ipv4",
  "ipv6",
  "markdown",
  "yaml",
  "user",
  "team",
  "timer",
  "proto",
  "blueprints",
  "multi-line",
  "entity",
  "file",
] as const;

/** Characters of a file for which a form sets no limit: what it can carry without being slow. */
export const MAX_FILE_LENGTH = 256 * 1024;

/** Every way in which a value is entered, shown and checked: one file of `types/` each. */
export const KINDS = [
  "string",
  ...STRING_FORMATS,
  "enum",
  "number",
  "boolean",
  "object",
  "labeled-url",
  "array",
] as const;
export type Kind = (typeof KINDS)[number];

const isStringFormat = (format: unknown): format is (typeof STRING_FORMATS)[number] =>
  (STRING_FORMATS as readonly unknown[]).includes(format);

const TYPES: ReadonlySet<unknown> = new Set(["string", "number", "boolean", "array", "object"]);

/**
 * The kind of a definition, for dispatch in cells and forms without loading what validates.
 * A fixed list of choices decides over the format; an unknown format falls back to the type, and an unknown type, as one
 * that is being typed, to text.
 */
export function kindOf(definition: Pick<PropertyDefinition, "type" | "format" | "enum">): Kind {
  const { type, format } = definition;
  if ((type === "string" || type === "number") && Array.isArray(definition.enum)) return "enum";
  if (type === "string") return isStringFormat(format) ? format : "string";
  if (type === "object" && format === "labeled-url") return "labeled-url";
  return TYPES.has(type) ? type : "string";
}

/** A value that a form computes when it is opened (`{ "jqQuery": "…" }`), so that nothing can be said of it here. */
export const isDynamic = (value: unknown): value is { jqQuery: string } =>
  typeof value === "object" && value !== null && typeof (value as { jqQuery?: unknown }).jqQuery === "string";
