import type { PropertyDefinition, PropertyDefinitions } from "@/server/properties/schema";

/** A value of a form that names something: it must exist when the form is sent, not just when it was filled in. */
export interface Reference {
  kind: "entity" | "user" | "team";
  /** Blueprint of an entity. */
  blueprint: string | null;
  value: string;
  path: (string | number)[];
}

const REFERRING: readonly unknown[] = ["entity", "user", "team"];

/** Every entity, person and team that the values name, those in lists among them. The values fit their definitions. */
export function referencesIn(properties: PropertyDefinitions, values: Record<string, unknown>): Reference[] {
  return Object.entries(properties).flatMap(([key, definition]) => {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    if (definition.type !== "array" || !Array.isArray(value)) return referenceOf(definition, value, [key]);
    const items = { blueprint: definition.blueprint, ...definition.items } as PropertyDefinition;
    return value.flatMap((item, i) => referenceOf(items, item, [key, i]));
  });
}

function referenceOf(
  { format, blueprint }: PropertyDefinition,
  value: unknown,
  path: Reference["path"],
): Reference[] {
  if (typeof value !== "string" || !REFERRING.includes(format)) return [];
  return [{ kind: format as Reference["kind"], blueprint: blueprint ?? null, value, path }];
}
