import { META_PROPERTIES } from "@/server/catalog/core/meta-properties";
import { propertyKeys, propertyOf } from "@/server/catalog/core/model";
import type { Model, ModelBlueprint, PropertySource, ResolvedProperty } from "@/server/catalog/core/model";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { labelOf } from "@/components/properties/kind";
import { kindOf } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";

/** The model as far as a page needs it: definitions, without permissions. */
export function modelFrom(blueprints: readonly BlueprintDefinition[]): Model {
  const all = blueprints.map((definition): ModelBlueprint => ({
    id: definition.identifier,
    identifier: definition.identifier,
    definition,
    permissions: null,
    hidden: false,
    revision: 1,
  }));
  const byName = new Map(all.map((blueprint) => [blueprint.identifier, blueprint]));
  return { version: 0, blueprints: byName, byId: byName };
}

/** What a condition can be about. */
export interface QueryField {
  /** Unique among the fields: the property's key, `relation:` and the relation's, `user:` or `userTeams:` and a key. */
  id: string;
  key: string;
  kind: "property" | "relation" | "user" | "userTeams";
  title: string;
  /** Said beside the title: where the value comes from. */
  group: string;
  icon: string | undefined;
  definition: PropertyDefinition;
}

const SOURCES: Record<PropertySource, string> = {
  schema: "Property",
  mirror: "Mirror",
  calculation: "Calculation",
  aggregation: "Aggregation",
  meta: "About the entity",
};

/** Kinds of value that a condition edits alike. */
export type Shape =
  "text" | "choice" | "number" | "boolean" | "date" | "timer" | "user" | "team" | "entity" | "list" | "other";

export function shapeOf(definition: PropertyDefinition): Shape {
  const kind = kindOf(definition);
  switch (kind) {
    case "enum":
      return "choice";
    case "number":
    case "boolean":
    case "timer":
    case "user":
    case "team":
    case "entity":
      return kind;
    case "date-time":
      return "date";
    case "array":
      return "list";
    case "object":
    case "labeled-url":
      return "other";
    default:
      return "text";
  }
}

const asField = ({ key, definition, source }: ResolvedProperty): QueryField => ({
  id: key,
  key,
  kind: "property",
  title: labelOf(key.replace(/^\$/, ""), definition),
  group: SOURCES[source],
  icon: definition.icon,
  definition,
});

function propertyField(model: Model, blueprint: string, key: string): QueryField[] {
  const resolved = propertyOf(model, blueprint, key);
  return resolved ? [asField(resolved)] : [];
}

/** The same for one blueprint whose keys somebody has resolved already: meta properties, properties, relations. */
export function fieldsOf(
  blueprint: BlueprintDefinition,
  resolved: readonly ResolvedProperty[],
): QueryField[] {
  const nothing: Model = { version: 0, blueprints: new Map(), byId: new Map() };
  const meta = META_PROPERTIES.flatMap((key) => propertyField(nothing, blueprint.identifier, key));
  return [
    ...meta.filter(({ key }) => LEADING.includes(key)),
    ...resolved.map(asField),
    ...relationFields(blueprint),
    ...meta.filter(({ key }) => !LEADING.includes(key)),
  ];
}

const relationFields = (blueprint: BlueprintDefinition): QueryField[] =>
  Object.entries(blueprint.relations ?? {}).map(([key, relation]) => {
    const entity = { type: "string" as const, format: "entity", blueprint: relation.target };
    return {
      id: `relation:${key}`,
      key,
      kind: "relation",
      title: labelOf(key, relation),
      group: "Relation",
      icon: "Link",
      definition: relation.many ? { type: "array", items: entity } : entity,
    };
  });

const contextFields = (model: Model, context: "user" | "userTeams", blueprint: string): QueryField[] => {
  const found = model.blueprints.get(blueprint)?.definition;
  if (!found) return [];
  return ["$identifier", "$title", ...propertyKeys(found)].flatMap((key) =>
    propertyField(model, blueprint, key).map((field) => ({
      ...field,
      id: `${context}:${key}`,
      kind: context,
      group: context === "user" ? "The reader" : "The reader's teams",
    })),
  );
};

/** Fields of the person who reads, for conditions that compare with them. */
export const readerFields = (model: Model): QueryField[] => [
  ...contextFields(model, "user", "_user"),
  ...contextFields(model, "userTeams", "_team"),
];

/**
 * Everything that a condition on entities of a blueprint can be about, in the order of its definition. Without a
 * blueprint: what all entities have, and the properties of any of them.
 */
export function queryFields(model: Model, blueprint: string | undefined): QueryField[] {
  const meta = (of: string) => META_PROPERTIES.flatMap((key) => propertyField(model, of, key));
  if (blueprint !== undefined) {
    const definition = model.blueprints.get(blueprint)?.definition;
    if (!definition) return meta(blueprint);
    return fieldsOf(
      definition,
      propertyKeys(definition).flatMap((key) => propertyOf(model, blueprint, key) ?? []),
    );
  }
  const seen = new Map<string, QueryField>();
  for (const { identifier, definition } of model.blueprints.values())
    for (const key of propertyKeys(definition))
      for (const field of propertyField(model, identifier, key)) if (!seen.has(key)) seen.set(key, field);
  const kinds: PropertyDefinition = {
    type: "string",
    title: "Blueprint",
    enum: [...model.blueprints.keys()],
  };
  return [
    {
      id: "$blueprint",
      key: "$blueprint",
      kind: "property",
      title: "Blueprint",
      group: SOURCES.meta,
      icon: undefined,
      definition: kinds,
    },
    ...meta(""),
    ...[...seen.values()].sort((a, b) => a.title.localeCompare(b.title)),
  ];
}

/** Meta properties that one looks for first. */
const LEADING: readonly string[] = ["$title", "$identifier", "$team"];
