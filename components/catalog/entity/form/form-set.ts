import { labelOf } from "@/components/properties/kind";
import type { FieldIssue } from "@/components/properties/form-values";
import type { BlueprintDefinition, Entity } from "@/server/catalog/schema";
import type { PropertyDefinition, PropertySet } from "@/server/properties/schema";

/** Keys of what is beside the properties; a key of a property cannot hold a space, so these never meet one. */
const META = { identifier: " identifier", title: " title", team: " team" } as const;
const RELATION = " relation ";

/** What the reader may change, as `access.mine` tells. */
export interface FormRights {
  properties: Readonly<Record<string, boolean>>;
  relations: Readonly<Record<string, boolean>>;
}

const inheritsOwner = (blueprint: BlueprintDefinition): boolean => blueprint.ownership?.type === "Inherited";

/**
 * The form of an entity: what every entity has, its own properties, its relations, as one set in the property language.
 * Computed values and an inherited owner are not asked for; what the reader may not change is shown, but closed.
 */
export function entityFormSet(
  blueprint: BlueprintDefinition,
  isNew: boolean,
  rights?: FormRights,
): PropertySet & { order: string[] } {
  const closed = (of: Readonly<Record<string, boolean>> | undefined, key: string) =>
    of?.[key] === false ? { disabled: true } : {};
  const properties: Record<string, PropertyDefinition> = {
    [META.identifier]: {
      type: "string",
      title: "Identifier",
      description: isNew
        ? "Part of the address. Letters, digits and @ _ . + : \\ / = -"
        : "Part of the address. Relations follow a new one, links from elsewhere do not.",
    },
    [META.title]: { type: "string", title: "Title" },
    ...(!inheritsOwner(blueprint) && {
      [META.team]: {
        type: "array",
        title: "Owning teams",
        items: { type: "string", title: "Team", format: "team" },
      },
    }),
  };
  for (const [key, definition] of Object.entries(blueprint.schema.properties))
    properties[key] = { ...definition, ...closed(rights?.properties, key) };
  const required = [META.identifier, ...(blueprint.schema.required ?? [])];
  for (const [key, relation] of Object.entries(blueprint.relations ?? {})) {
    const entity: PropertyDefinition = { type: "string", format: "entity", blueprint: relation.target };
    const words = {
      title: labelOf(key, relation),
      ...(relation.description && { description: relation.description }),
      ...closed(rights?.relations, key),
    };
    properties[RELATION + key] = relation.many
      ? { type: "array", ...words, items: { ...entity, title: "Entity" } }
      : { ...entity, ...words };
    if (relation.required) required.push(RELATION + key);
  }
  return { properties, required, order: Object.keys(properties) };
}

/** Values of an entity under the keys of its form. */
export function entityFormValues(entity: EntityContent): Record<string, unknown> {
  return {
    [META.identifier]: entity.identifier,
    [META.title]: entity.title,
    [META.team]: entity.team,
    ...entity.properties,
    ...Object.fromEntries(Object.entries(entity.relations).map(([key, value]) => [RELATION + key, value])),
  };
}

/** What the form of a new entity starts with when its title is known: an identifier made from it. */
export function titledValues(title: string): Record<string, unknown> {
  const identifier = title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}0-9@_.+:\\/=-]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return { [META.identifier]: identifier, [META.title]: title.trim() };
}

/** The part of an entity that people write. */
export type EntityContent = Pick<Entity, "identifier" | "title" | "team" | "properties" | "relations"> &
  Partial<Pick<Entity, "icon">>;

export interface EntityBody {
  identifier: string;
  title?: string | null;
  team?: string[];
  properties: Record<string, unknown>;
  relations: Record<string, string | string[] | null>;
}

/** The entity to send. What was emptied in the form is sent as null, so that an edit can take a value away. */
export function entityBody(
  blueprint: BlueprintDefinition,
  values: Record<string, unknown>,
  isNew: boolean,
): EntityBody {
  const take = (key: string) =>
    values[key] !== undefined ? { value: values[key] } : isNew ? undefined : { value: null };
  const collect = (keys: string[], prefix = "") =>
    Object.fromEntries(keys.flatMap((key) => (take(prefix + key) ? [[key, take(prefix + key)?.value]] : [])));
  return {
    identifier: String(values[META.identifier] ?? ""),
    // A new entity without a title has none to take away.
    ...((!isNew || values[META.title] !== undefined) && {
      title: (values[META.title] as string | undefined) ?? null,
    }),
    ...(!inheritsOwner(blueprint) && { team: (values[META.team] as string[] | undefined) ?? [] }),
    properties: collect(Object.keys(blueprint.schema.properties)),
    relations: collect(Object.keys(blueprint.relations ?? {}), RELATION) as EntityBody["relations"],
  };
}

/** The server's issues under the keys of the form. */
export function entityIssues(issues: readonly FieldIssue[]): FieldIssue[] {
  return issues.map((issue) => {
    const [head, key, ...rest] =
      issue.path[0] === "entity" || issue.path[0] === "body" ? issue.path.slice(1) : issue.path;
    if (head === "properties" && key !== undefined) return { ...issue, path: [key, ...rest] };
    if (head === "relations" && key !== undefined) return { ...issue, path: [`${RELATION}${key}`, ...rest] };
    if (head === "identifier" || head === "title" || head === "team")
      return { ...issue, path: [META[head], ...(key === undefined ? [] : [key]), ...rest] };
    return issue;
  });
}
