import { computedKeys } from "@/server/catalog/core/model";
import type { BlueprintDefinition, Entity } from "@/server/catalog/schema";
import type { EntityContent } from "./form-set";

export type EntityDocument = Record<string, unknown>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What people write of an entity, as it stands in a text: without computed values, stamps and empty values. */
export function documentOf(blueprint: BlueprintDefinition, entity: EntityContent): EntityDocument {
  const computed = new Set(computedKeys(blueprint));
  const filled = (of: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(of).filter(
        ([key, value]) => value !== null && value !== undefined && !computed.has(key),
      ),
    );
  return {
    identifier: entity.identifier,
    ...(entity.title !== null && { title: entity.title }),
    ...(entity.icon && { icon: entity.icon }),
    ...(blueprint.ownership?.type !== "Inherited" && { team: entity.team }),
    properties: filled(entity.properties),
    relations: filled(entity.relations),
  };
}

/**
 * The change that makes a stored entity what a text says: what the text leaves out is taken away. What is no object stays as
 * it is, for the server to refuse at its place.
 */
export function patchOf(
  blueprint: BlueprintDefinition,
  stored: Entity,
  document: EntityDocument,
): EntityDocument {
  const before = documentOf(blueprint, stored);
  const taken = (part: "properties" | "relations") => {
    const given = document[part] ?? {};
    if (!isObject(given)) return given;
    const gone = Object.keys(before[part] as object).filter((key) => !Object.hasOwn(given, key));
    return { ...Object.fromEntries(gone.map((key) => [key, null])), ...given };
  };
  const emptied = Object.fromEntries(
    Object.keys(before).flatMap((key) =>
      Object.hasOwn(document, key) || key === "identifier" ? [] : [[key, key === "team" ? [] : null]],
    ),
  );
  return { ...emptied, ...document, properties: taken("properties"), relations: taken("relations") };
}

const KEYS = ["identifier", "title", "icon", "team", "properties", "relations"];

/** Keys of a text that no field of the form stands for; the form would lose them. */
export function withoutField(blueprint: BlueprintDefinition, document: EntityDocument): string[] {
  const unknown = (part: "properties" | "relations", known: object | undefined) =>
    isObject(document[part])
      ? Object.keys(document[part]).flatMap((key) =>
          Object.hasOwn(known ?? {}, key) ? [] : [`${part}.${key}`],
        )
      : [];
  return [
    ...Object.keys(document).filter((key) => !KEYS.includes(key)),
    ...unknown("properties", blueprint.schema.properties),
    ...unknown("relations", blueprint.relations),
  ];
}

/** The content of an entity that a text says, as far as it can be read. */
export function contentOf(document: EntityDocument): EntityContent {
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  const { team } = document;
  return {
    identifier: text(document.identifier) ?? "",
    title: text(document.title),
    icon: text(document.icon),
    team: Array.isArray(team) ? team.map(String) : typeof team === "string" && team ? [team] : [],
    properties: isObject(document.properties) ? document.properties : {},
    relations: isObject(document.relations) ? (document.relations as Entity["relations"]) : {},
  };
}
