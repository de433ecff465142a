import type { PropertyDefinition } from "@/server/properties/schema";

/** Is the value encrypted before it leaves the browser or the portal? It is never prefilled, drafted or shown again. */
export const isSecret = (definition: PropertyDefinition): boolean =>
  definition.encryption !== undefined && definition.encryption !== null;

/** Whether it is said what the items of an array are; where it is not, anything may be one. */
export const hasItems = (definition: PropertyDefinition): boolean =>
  typeof definition.items?.type === "string";

/** The definition of an array's items; strings where nothing is said. */
export function itemDefinition(definition: PropertyDefinition): PropertyDefinition {
  const items = definition.items ?? {};
  // The blueprint of a list of entities stands beside `items` in some published forms.
  return {
    type: "string",
    ...(definition.blueprint && { blueprint: definition.blueprint }),
    ...items,
  } as PropertyDefinition;
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
