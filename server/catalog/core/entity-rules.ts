import { compile } from "@/server/properties/compile";
import type { Issue } from "@/server/kernel/errors";
import type { BlueprintDefinition, Entity } from "../schema";
import type { EntityPatch } from "./entity-schema";

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

/**
 * The entity as it shall be: what is given, over `base` where only given fields change, with defaults where the whole
 * entity is written. Issues have paths from the root of the entity.
 */
export function draftOf(
  definition: BlueprintDefinition,
  input: EntityPatch,
  base: Shown | null,
): { draft: Draft; issues: Issue[] } {
  const { schema, withDefaults } = compile(definition.schema, { scope: "property" });
  const given = input.properties ?? {};
  const properties = base ? { ...base.properties, ...given } : withDefaults(given);
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
      ...faults.map((issue) => ({
        path: ["properties", ...issue.path.map((p) => (typeof p === "symbol" ? String(p) : p))],
        message: issue.message,
      })),
      ...issues,
    ],
  };
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

/** What a blueprint shows of stored values: its own properties, and each relation as one identifier, a list, or null. */
export function shownBy(
  definition: BlueprintDefinition,
  stored: Record<string, unknown>,
  targets: Record<string, string[]>,
): Pick<Entity, "properties" | "relations"> {
  return {
    properties: Object.fromEntries(
      Object.keys(definition.schema.properties)
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
