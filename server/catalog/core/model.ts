import type { PropertyDefinition } from "@/server/properties/schema";
import type { BlueprintDefinition, BlueprintPermissions, RelationDefinition } from "../schema";

/** One blueprint as every verb sees it. */
export interface ModelBlueprint {
  /** Of the row, which an identifier's change would not touch. */
  id: string;
  identifier: string;
  definition: BlueprintDefinition;
  permissions: BlueprintPermissions | null;
  hidden: boolean;
  revision: number;
}

/** All blueprints at one moment. */
export interface Model {
  version: number;
  blueprints: ReadonlyMap<string, ModelBlueprint>;
  byId: ReadonlyMap<string, ModelBlueprint>;
}

/** Where the value behind a key comes from. */
export type PropertySource = "schema" | "mirror" | "calculation" | "aggregation" | "meta";

/** A key of a blueprint with the definition that its values follow, whatever computes them. */
export interface ResolvedProperty {
  key: string;
  source: PropertySource;
  definition: PropertyDefinition;
}

const instant: PropertyDefinition = { type: "string", format: "date-time" };
const META: Record<string, PropertyDefinition> = {
  $identifier: { type: "string", title: "Identifier" },
  $title: { type: "string", title: "Title" },
  $team: { type: "array", title: "Owning teams", items: { type: "string", format: "team" } },
  $icon: { type: "string", title: "Icon" },
  $blueprint: { type: "string", title: "Blueprint" },
  $createdAt: { ...instant, title: "Created" },
  $updatedAt: { ...instant, title: "Last changed" },
  $createdBy: { type: "string", format: "user", title: "Created by" },
  $updatedBy: { type: "string", format: "user", title: "Last changed by" },
};

const own = <T>(of: Record<string, T> | undefined, key: string): T | undefined =>
  of && Object.hasOwn(of, key) ? of[key] : undefined;

/** The definition behind a meta property or a key of the blueprint; null when it has none. */
export function propertyOf(model: Model, blueprint: string, key: string): ResolvedProperty | null {
  return resolve(model, blueprint, key, 0);
}

/** A path of mirrors that leads into itself is refused when it is defined; the depth guards against what is stored all the same. */
const MAX_DEPTH = 20;

function resolve(model: Model, blueprint: string, key: string, depth: number): ResolvedProperty | null {
  const meta = own(META, key);
  if (meta) return { key, source: "meta", definition: meta };
  const definition = model.blueprints.get(blueprint)?.definition;
  if (!definition || depth > MAX_DEPTH) return null;
  const property = own(definition.schema.properties, key);
  if (property) return { key, source: "schema", definition: property };
  const calculation = own(definition.calculationProperties, key);
  if (calculation)
    return { key, source: "calculation", definition: calculation as unknown as PropertyDefinition };
  const aggregation = own(definition.aggregationProperties, key);
  if (aggregation) {
    const { title, description, icon } = aggregation as Partial<PropertyDefinition>;
    return { key, source: "aggregation", definition: { type: "number", title, description, icon } };
  }
  const mirror = own(definition.mirrorProperties, key);
  if (!mirror) return null;
  const end = mirrorEnd(model, definition, mirror.path);
  const found = end && resolve(model, end.blueprint, end.key, depth + 1);
  if (!found) return { key, source: "mirror", definition: { type: "string", title: mirror.title } };
  const value = { ...found.definition, title: mirror.title ?? found.definition.title, default: undefined };
  return {
    key,
    source: "mirror",
    definition: end.many ? { type: "array", title: value.title, items: { ...value } } : value,
  };
}

/** Where a mirror's path ends: blueprint and key, and whether a relation to many is on the way; null when it breaks off. */
export function mirrorEnd(
  model: Model,
  from: BlueprintDefinition,
  path: string,
): { blueprint: string; key: string; many: boolean; hops: { relation: string; target: string }[] } | null {
  const steps = path.split(".");
  const key = steps.pop();
  if (!key) return null;
  let at: BlueprintDefinition | undefined = from;
  let many = false;
  const hops: { relation: string; target: string }[] = [];
  for (const relation of steps) {
    const found: RelationDefinition | undefined = own(at?.relations, relation);
    if (!found) return null;
    many ||= found.many === true;
    hops.push({ relation, target: found.target });
    at = model.blueprints.get(found.target)?.definition;
  }
  const last = hops.at(-1);
  return last ? { blueprint: last.target, key, many, hops } : null;
}

/** All keys of a blueprint that have values, in the order of its definition, computed ones after its own; no meta properties. */
export function propertyKeys(definition: BlueprintDefinition): string[] {
  return [
    ...Object.keys(definition.schema.properties),
    ...Object.keys(definition.mirrorProperties ?? {}),
    ...Object.keys(definition.calculationProperties ?? {}),
    ...Object.keys(definition.aggregationProperties ?? {}),
  ];
}

/** Keys whose values are computed: nobody may write them. */
export function computedKeys(definition: BlueprintDefinition): string[] {
  return propertyKeys(definition).slice(Object.keys(definition.schema.properties).length);
}

export const isMeta = (key: string): boolean => Object.hasOwn(META, key);
