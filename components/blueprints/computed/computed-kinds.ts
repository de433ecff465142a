import { kindOf } from "@/server/properties/kind";
import type { Kind } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";
import { REGISTRY } from "@/server/properties/types/registry";

/** Kinds that the result of a calculation can have, as published. */
const KINDS: readonly Kind[] = [
  "string",
  "number",
  "boolean",
  "date-time",
  "url",
  "user",
  "team",
  "email",
  "idn-email",
  "markdown",
  "yaml",
  "proto",
  "ipv4",
  "ipv6",
  "array",
  "object",
  "labeled-url",
];

export const computedKindOptions = KINDS.map((kind) => ({
  value: kind,
  label: REGISTRY[kind].label,
  description: REGISTRY[kind].description,
}));

/** Type and format that make a result of that kind. */
export function typeOfKind(kind: Kind): { type: string; format: string | undefined } {
  const { type } = REGISTRY[kind];
  return { type, format: kind === type ? undefined : kind };
}

/** The kind that a calculation says its result has. */
export const computedKind = (item: Record<string, unknown>): Kind =>
  kindOf({ type: item.type, format: item.format } as PropertyDefinition);

/** How a result is shown: where it is coloured, as a choice of the values that have a colour. */
export function shownAs(item: Record<string, unknown>): PropertyDefinition {
  const colours = item.colors as PropertyDefinition["enumColors"];
  return {
    ...(item as unknown as PropertyDefinition),
    ...(item.colorized === true && colours && { enum: Object.keys(colours), enumColors: colours }),
  };
}
