import { draftOf, inheritsTeam } from "@/server/catalog/core/entity-rules";
import type { BlueprintDefinition } from "@/server/catalog/schema";

export type Json = Record<string, unknown>;

/**
 * An entity in the form in which a bundle has it: what it has none of is left out, computed values and stamps too. A value
 * that is missing though the blueprint has a default for it is null, so that reading it back does not fill it in.
 */
export function normalEntity(definition: BlueprintDefinition, entity: Json): Json {
  const given = definitionFree(entity);
  const { draft } = draftOf(definition, given, null);
  const filled: Json = {};
  for (const [key, property] of Object.entries(definition.schema.properties)) {
    const value = Object.hasOwn(draft.properties, key) ? draft.properties[key] : undefined;
    if (value !== undefined && value !== null) filled[key] = value;
    else if (property.default !== undefined) filled[key] = null;
  }
  const relations: Json = {};
  for (const [key, targets] of Object.entries(draft.relations))
    if (targets.length) relations[key] = definition.relations?.[key]?.many ? targets : targets[0];
  return {
    blueprint: definition.identifier,
    identifier: entity.identifier,
    ...(draft.title ? { title: draft.title } : {}),
    ...(draft.icon ? { icon: draft.icon } : {}),
    ...(draft.team.length && !inheritsTeam(definition) ? { team: draft.team } : {}),
    ...(Object.keys(filled).length ? { properties: filled } : {}),
    ...(Object.keys(relations).length ? { relations } : {}),
  };
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What of a document may be an entity's own; what is of another kind than it should be is left for the write to refuse. */
function definitionFree(entity: Json) {
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  return {
    identifier: text(entity.identifier),
    title: text(entity.title),
    icon: text(entity.icon),
    team: entity.team as string | string[] | undefined,
    properties: isObject(entity.properties) ? entity.properties : undefined,
    relations: isObject(entity.relations)
      ? (entity.relations as Record<string, string | string[] | null>)
      : undefined,
  };
}

/** Under which name an entity stands in a plan. */
export const entityKey = (blueprint: string, identifier: string): string => `${blueprint}/${identifier}`;

/** Entities of a bundle by blueprint and identifier. */
export const entitiesByKey = (entities: Json[], normal: (entity: Json) => Json): Map<string, Json> =>
  new Map(
    entities.map((entity) => [
      entityKey(String(entity.blueprint), String(entity.identifier)),
      normal(entity),
    ]),
  );
