import type { BlueprintDefinition, Entity } from "../schema";

const FIELDS = new Set([
  "identifier",
  "title",
  "icon",
  "blueprint",
  "team",
  "createdAt",
  "createdBy",
  "updatedAt",
  "updatedBy",
  "properties",
  "relations",
]);

/** A related entity with its title, as `attach_title_to_relation` gives it. */
export interface TitledTarget {
  identifier: string;
  title: string | null;
}

type Shown = Partial<Omit<Entity, "relations">> & { relations?: Record<string, unknown> };

/** The place that a name means: a field of the entity, or a key of its properties or relations. `$title` is `title`. */
function placeOf(name: string, definition: BlueprintDefinition): [string, string?] {
  const plain = name.startsWith("$") ? name.slice(1) : name;
  for (const part of ["properties", "relations"] as const)
    if (plain.startsWith(`${part}.`)) return [part, plain.slice(part.length + 1)];
  if (FIELDS.has(plain)) return [plain];
  return Object.hasOwn(definition.relations ?? {}, name) ? ["relations", name] : ["properties", name];
}

const without = (of: Record<string, unknown>, keys: ReadonlySet<string>) =>
  Object.fromEntries(Object.entries(of).filter(([key]) => !keys.has(key)));
const only = (of: Record<string, unknown>, keys: ReadonlySet<string>) =>
  Object.fromEntries(Object.entries(of).filter(([key]) => keys.has(key)));

/**
 * What of an entity is given out: `include` names all that is, `exclude` what is not, as `title`, `properties.language`,
 * `relations.owner`, or a key alone.
 */
export function project(
  entity: Shown,
  definition: BlueprintDefinition,
  { include, exclude }: { include?: string[] | undefined; exclude?: string[] | undefined },
): Shown {
  let shown: Record<string, unknown> = { ...entity };
  if (include) {
    const places = include.map((name) => placeOf(name, definition));
    const fields = new Set(places.map(([field]) => field));
    shown = only(shown, fields);
    for (const part of ["properties", "relations"] as const) {
      const keys = places.filter(([field]) => field === part).map(([, key]) => key);
      if (shown[part] && keys.length && !keys.includes(undefined))
        shown[part] = only(shown[part] as Record<string, unknown>, new Set(keys as string[]));
    }
  }
  if (exclude) {
    const places = exclude.map((name) => placeOf(name, definition));
    shown = without(shown, new Set(places.filter(([, key]) => key === undefined).map(([field]) => field)));
    for (const part of ["properties", "relations"] as const)
      if (shown[part])
        shown[part] = without(
          shown[part] as Record<string, unknown>,
          new Set(places.flatMap(([field, key]) => (field === part && key !== undefined ? [key] : []))),
        );
  }
  return shown as Shown;
}
