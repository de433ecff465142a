import { labelOf } from "@/components/properties/kind";
import type { BlueprintDefinition, Entity } from "@/server/catalog/schema";
import type { PropertyDefinition } from "@/server/properties/schema";

export const isSpec = (definition: Pick<PropertyDefinition, "spec">): boolean =>
  definition.spec === "open-api" || definition.spec === "async-api" || definition.spec === "embedded-url";

/** The properties of an entity that have a tab of their own: documents of an API, pages to embed. */
export function specTabs(blueprint: BlueprintDefinition, entity: Entity) {
  return Object.entries(blueprint.schema.properties).flatMap(([key, definition]) =>
    isSpec(definition) && entity.properties[key] !== undefined && entity.properties[key] !== null
      ? [{ key, label: labelOf(key, definition), definition, value: entity.properties[key] }]
      : [],
  );
}
