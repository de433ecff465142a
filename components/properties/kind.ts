import type { PropertyDefinition } from "@/server/properties/schema";

/** How a property looks and is filled in: one for each type and format that the property language knows. */
export const FIELD_KINDS = [
  "text",
  "multi-line",
  "markdown",
  "yaml",
  "url",
  "email",
  "ip",
  "date-time",
  "user",
  "team",
  "entity",
  "enum",
  "number",
  "boolean",
  "object",
  "labeled-url",
  "array",
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

const stringFormats: Readonly<Record<string, FieldKind>> = {
  "multi-line": "multi-line",
  markdown: "markdown",
  yaml: "yaml",
  proto: "multi-line",
  url: "url",
  email: "email",
  "idn-email": "email",
  ipv4: "ip",
  ipv6: "ip",
  "date-time": "date-time",
  timer: "date-time",
  user: "user",
  team: "team",
  entity: "entity",
};

/** The kind of a definition. A format that is not known is plain text: the value stays readable. */
export function kindOf(definition: PropertyDefinition): FieldKind {
  switch (definition.type) {
    case "array":
      return "array";
    case "boolean":
      return "boolean";
    case "object":
      return definition.format === "labeled-url" ? "labeled-url" : "object";
    case "number":
      return Array.isArray(definition.enum) ? "enum" : "number";
    case "string":
      if (Array.isArray(definition.enum)) return "enum";
      return (
        (definition.format !== undefined &&
          Object.hasOwn(stringFormats, definition.format) &&
          stringFormats[definition.format]) ||
        "text"
      );
  }
}

/** The definition of an array's items; strings where nothing is said. */
export function itemDefinition(definition: PropertyDefinition): PropertyDefinition {
  const items = definition.items ?? {};
  return { type: "string", ...items } as PropertyDefinition;
}

/** Keys of a form in the order that its author gave; what the order does not name follows as defined. */
export function orderedKeys(
  properties: Readonly<Record<string, unknown>>,
  order: readonly string[] = [],
): string[] {
  const named = order.filter((key, index) => Object.hasOwn(properties, key) && order.indexOf(key) === index);
  return [...named, ...Object.keys(properties).filter((key) => !named.includes(key))];
}

/** What a property is called: its title, else its key made readable ("instanceSize" to "Instance size"). */
export function labelOf(key: string, definition: Pick<PropertyDefinition, "title">): string {
  if (definition.title) return definition.title;
  const words = key
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .trim();
  return words ? words.charAt(0).toUpperCase() + words.slice(1).toLowerCase() : key;
}
