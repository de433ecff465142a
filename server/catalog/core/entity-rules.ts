import { compile, type CompiledSet } from "@/server/properties/compile";
import { equalJson } from "@/server/properties/equal";
import type { Issue } from "@/server/kernel/errors";
import type { BlueprintDefinition, Entity } from "../schema";
import type { EntityPatch } from "./entity-schema";
import { computedKeys, propertyKeys } from "./model";

/** An entity before it is stored. A null title or icon is none. */
export interface Draft {
  identifier: string | undefined;
  title: string | null;
  icon: string | null;
  team: string[];
  properties: Record<string, unknown>;
  /** Identifiers of targets, in order. */
  relations: Record<string, string[]>;
}

type Shown = Pick<Entity, "identifier" | "title" | "icon" | "team" | "properties" | "relations">;

/** One team, several or none, each once; an empty text is none. */
export const teamsFrom = (team: string | string[] | null | undefined): string[] => [
  ...new Set([team ?? []].flat().filter((t) => t !== "")),
];

/** Compiling takes longer than checking an entity, and definitions are shared: one for each, for as long as it lives. */
const compiled = new WeakMap<BlueprintDefinition, CompiledSet>();

function compiledOf(definition: BlueprintDefinition): CompiledSet {
  const known = compiled.get(definition);
  if (known) return known;
  const made = compile(definition.schema, { scope: "property" });
  compiled.set(definition, made);
  return made;
}

/** Whether the owning teams follow from a related entity, so that nobody may write them. */
export const inheritsTeam = (definition: BlueprintDefinition): boolean =>
  definition.ownership?.type === "Inherited";

/**
 * The entity as it shall be: what is given, over `base` where only given fields change, with defaults where the whole
 * entity is written. What is computed stays out of the draft. Issues have paths from the root of the entity.
 */
export function draftOf(
  definition: BlueprintDefinition,
  input: EntityPatch,
  base: Shown | null,
): { draft: Draft; issues: Issue[] } {
  const { schema, withDefaults } = compiledOf(definition);
  const computed = new Set(computedKeys(definition));
  const own = (values: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => !computed.has(key)));
  const given = input.properties ?? {};
  const properties = base ? { ...own(base.properties), ...own(given) } : withDefaults(own(given));
  const parsed = schema.safeParse(properties);
  const faults = parsed.success ? [] : parsed.error.issues;
  const { relations, issues } = relationsOf(definition, {
    ...followed(definition, base, input.identifier),
    ...input.relations,
  });
  const kept = <T>(value: T | undefined, before: T | undefined) => (value === undefined ? before : value);
  return {
    draft: {
      identifier: input.identifier ?? base?.identifier,
      title: kept(input.title, base?.title) ?? null,
      icon: kept(input.icon, base?.icon) ?? null,
      team: teamsFrom(kept(input.team, base?.team)),
      properties,
      relations,
    },
    issues: [
      ...(inheritsTeam(definition) && input.team !== undefined
        ? [
            {
              path: ["team"],
              message: `The teams of "${definition.identifier}" are inherited from a related entity. Leave them out, or change the related entity.`,
            },
          ]
        : []),
      ...Object.keys(given)
        .filter((key) => computed.has(key))
        .map((key) => ({
          path: ["properties", key],
          message: `"${key}" is computed and cannot be written. Leave it out.`,
        })),
      ...faults.map((issue) => ({
        path: ["properties", ...issue.path.map((p) => (typeof p === "symbol" ? String(p) : p))],
        message: issue.message,
      })),
      ...issues,
    ],
  };
}

type Values = Pick<Shown, "identifier" | "title" | "icon" | "team" | "properties">;

/** Keys of values that differ, meta properties with their $. */
export function changedKeys(before: Values | null, after: Values): string[] {
  if (!before) return ["*"];
  const meta = (["identifier", "title", "icon", "team"] as const).filter(
    (key) => !equalJson(before[key], after[key]),
  );
  const keys = new Set([...Object.keys(before.properties), ...Object.keys(after.properties)]);
  return [
    ...meta.map((key) => `$${key}`),
    ...[...keys].filter((key) => !equalJson(before.properties[key], after.properties[key])),
  ];
}

/** Relations that lead elsewhere than before; of a new entity, those that lead anywhere. */
export function changedRelations(
  before: Pick<Shown, "relations"> | null,
  after: Draft["relations"],
): string[] {
  const then = (key: string) => [before?.relations[key] ?? []].flat();
  const keys = new Set([...Object.keys(before?.relations ?? {}), ...Object.keys(after)]);
  return [...keys].filter((key) => !equalJson(then(key), after[key] ?? []));
}

/** The relations that stay; where the entity relates to itself and is renamed, they follow the new identifier. */
function followed(
  definition: BlueprintDefinition,
  base: Shown | null,
  identifier: string | undefined,
): Entity["relations"] {
  if (!base) return {};
  if (!identifier || identifier === base.identifier) return base.relations;
  const renamed = (target: string) => (target === base.identifier ? identifier : target);
  return Object.fromEntries(
    Object.entries(base.relations).map(([key, value]) => {
      const own = definition.relations?.[key]?.target === definition.identifier;
      if (!own || value === null) return [key, value];
      return [key, Array.isArray(value) ? value.map(renamed) : renamed(value)];
    }),
  );
}

/** More targets in one relation would be a data set, not a relation. */
const MAX_TARGETS = 10_000;

/** Checks relations against the blueprint: known, one or many, required. */
function relationsOf(
  definition: BlueprintDefinition,
  given: Entity["relations"],
): { relations: Record<string, string[]>; issues: Issue[] } {
  const defined = definition.relations ?? {};
  const issues: Issue[] = [];
  const relations: Record<string, string[]> = {};
  for (const [key, value] of Object.entries(given)) {
    const path = ["relations", key];
    const relation = Object.hasOwn(defined, key) ? defined[key] : undefined;
    if (!relation) {
      const known = Object.keys(defined).join(", ");
      issues.push({
        path,
        message: `There is no relation "${key}". ${known ? `Known: ${known}.` : "The blueprint has none."}`,
      });
    } else if (Array.isArray(value) && !relation.many)
      issues.push({ path, message: `"${key}" leads to one entity. Give its identifier, not a list.` });
    else if (typeof value === "string" && relation.many)
      issues.push({ path, message: `"${key}" leads to many entities. Give a list of identifiers.` });
    else if (Array.isArray(value) && value.length > MAX_TARGETS)
      issues.push({
        path,
        message: `A relation leads to at most ${MAX_TARGETS} entities; these are ${value.length}.`,
      });
    else relations[key] = [...new Set([value ?? []].flat())];
  }
  for (const [key, relation] of Object.entries(defined))
    if (relation.required && !relations[key]?.length && !issues.some((i) => i.path[1] === key))
      issues.push({
        path: ["relations", key],
        message: `"${key}"${relation.title ? ` (${relation.title})` : ""} is required: name an entity of "${relation.target}".`,
      });
  return { relations, issues };
}

/** What a blueprint shows of stored values: its own properties and the computed ones, and each relation as one identifier, a list, or null. */
export function shownBy(
  definition: BlueprintDefinition,
  stored: Record<string, unknown>,
  targets: Record<string, string[]>,
): Pick<Entity, "properties" | "relations"> {
  return {
    properties: Object.fromEntries(
      propertyKeys(definition)
        .filter((k) => Object.hasOwn(stored, k))
        .map((k) => [k, stored[k]]),
    ),
    relations: Object.fromEntries(
      Object.entries(definition.relations ?? {}).map(([key, { many }]) => {
        const found = Object.hasOwn(targets, key) ? (targets[key] ?? []) : [];
        return [key, many ? found : (found[0] ?? null)];
      }),
    ),
  };
}
