import { labelOf } from "@/components/properties/kind";
import { fromRaw } from "@/components/properties/value";
import type { RawValue } from "@/components/properties/value";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { PropertyDefinition } from "@/server/properties/schema";

/** Something that can be set for many entities at once. */
export interface BulkField {
  /** Property key, `relation:` and a relation's key, or `$team`. */
  id: string;
  label: string;
  definition: PropertyDefinition;
  /** Whether it may be taken away. */
  clearable: boolean;
}

/** What may be written of a blueprint's entities: owning teams, properties, relations. Nothing computed. */
export function bulkFields(blueprint: BlueprintDefinition): BulkField[] {
  const required = blueprint.schema.required ?? [];
  const team: BulkField = {
    id: "$team",
    label: "Owning teams",
    definition: { type: "array", items: { type: "string", format: "team" } },
    clearable: true,
  };
  return [
    ...(blueprint.ownership?.type === "Inherited" ? [] : [team]),
    ...Object.entries(blueprint.schema.properties).map(([key, definition]) => ({
      id: key,
      label: labelOf(key, definition),
      definition,
      clearable: !required.includes(key),
    })),
    ...Object.entries(blueprint.relations ?? {}).map(([key, relation]) => {
      const entity = { type: "string" as const, format: "entity", blueprint: relation.target };
      return {
        id: `relation:${key}`,
        label: labelOf(key, relation),
        definition: relation.many ? { type: "array" as const, items: entity } : entity,
        clearable: relation.required !== true,
      };
    }),
  ];
}

/** One thing that is to be set: to a value, or taken away. */
export interface BulkChange {
  field: BulkField;
  raw: RawValue;
  clear: boolean;
}

/** The patch for all of them. Throws Unreadable for what cannot be read. */
export function bulkPatch(changes: readonly BulkChange[]): Record<string, unknown> {
  const patch: { team?: unknown; properties?: Record<string, unknown>; relations?: Record<string, unknown> } =
    {};
  for (const { field, raw, clear } of changes) {
    const many = field.definition.type === "array";
    const read = clear ? undefined : fromRaw(raw, field.definition);
    const value = read ?? (many && field.id !== "$team" && field.id.startsWith("relation:") ? [] : null);
    if (field.id === "$team") patch.team = read ?? [];
    else if (field.id.startsWith("relation:"))
      (patch.relations ??= {})[field.id.slice("relation:".length)] = value;
    else (patch.properties ??= {})[field.id] = value;
  }
  return patch;
}

/** Whether a change says what is to be: a value, or that there is to be none. */
export function isAnswered({ field, raw, clear }: BulkChange): boolean {
  return clear || fromRaw(raw, field.definition) !== undefined;
}
