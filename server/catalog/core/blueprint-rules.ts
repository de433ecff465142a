import type { Issue } from "@/server/kernel/errors";
import type { BlueprintDefinition } from "../schema";
import { computedIssues } from "./computed/check";
import { systemIssues } from "./system-blueprints";

/** Blueprints by identifier, as far as they exist. */
export type KnownBlueprints = ReadonlyMap<string, BlueprintDefinition>;

/**
 * What a blueprint says that cannot hold: a required key that is no property, a relation to a blueprint that does not
 * exist, a mirror property through a relation that does not exist, computed properties that contradict each other. `known`
 * holds the other blueprints.
 */
export function definitionIssues(definition: BlueprintDefinition, known: KnownBlueprints): Issue[] {
  const all = new Map(known).set(definition.identifier, definition);
  return [
    ...requiredIssues(definition),
    ...relationIssues(definition, all),
    ...mirrorIssues(definition, all),
    ...computedIssues(definition, all),
    ...systemIssues(definition),
  ];
}

function requiredIssues({ schema }: BlueprintDefinition): Issue[] {
  return (schema.required ?? []).flatMap((key, i) =>
    Object.hasOwn(schema.properties, key)
      ? []
      : [
          {
            path: ["schema", "required", i],
            message: `There is no property "${key}", so no entity could have it. Define it, or take it off the list.`,
          },
        ],
  );
}

function relationIssues({ relations = {} }: BlueprintDefinition, known: KnownBlueprints): Issue[] {
  return Object.entries(relations).flatMap(([key, { target }]) =>
    known.has(target)
      ? []
      : [
          {
            path: ["relations", key, "target"],
            message: `There is no blueprint "${target}". Create it first, or correct the target.`,
          },
        ],
  );
}

function mirrorIssues(definition: BlueprintDefinition, known: KnownBlueprints): Issue[] {
  return Object.entries(definition.mirrorProperties ?? {}).flatMap(([key, { path }]) => {
    let at: BlueprintDefinition | undefined = definition;
    for (const hop of path.split(".").slice(0, -1)) {
      const relations: BlueprintDefinition["relations"] = at?.relations ?? {};
      if (!at || !Object.hasOwn(relations, hop))
        return [
          {
            path: ["mirrorProperties", key, "path"],
            message: `The blueprint "${at?.identifier ?? "?"}" has no relation "${hop}". Define the relation first, or correct the path.`,
          },
        ];
      at = known.get(relations[hop]?.target ?? "");
    }
    return [];
  });
}

/**
 * What may not change once a blueprint exists, since values of the old kind are stored: the type of a property or of
 * its items, and the target and number of a relation. Removing it and defining it anew is possible: its values go with it.
 * With `convert`, types may change, since the values are converted.
 */
export function immutableIssues(
  before: BlueprintDefinition,
  after: BlueprintDefinition,
  { convert = false } = {},
): Issue[] {
  const issues: Issue[] = [];
  for (const [key, old] of Object.entries(before.schema.properties)) {
    if (!Object.hasOwn(after.schema.properties, key)) continue;
    if (convert) continue;
    const changed = after.schema.properties[key];
    const refuse = (what: string, from: unknown, to: unknown, path: string[]) =>
      issues.push({
        path: ["schema", "properties", key, ...path],
        message: `The type of ${what} "${key}" is "${String(from)}" and cannot become "${String(to)}", since entities have values of it. Define a new property instead.`,
      });
    if (changed?.type !== old.type) refuse("property", old.type, changed?.type, ["type"]);
    else if (old.items?.type && changed.items?.type && old.items.type !== changed.items.type)
      refuse("the items of property", old.items.type, changed.items.type, ["items", "type"]);
  }
  for (const [key, old] of Object.entries(before.relations ?? {})) {
    const changed = after.relations && Object.hasOwn(after.relations, key) ? after.relations[key] : undefined;
    if (!changed) continue;
    if (changed.target !== old.target)
      issues.push({
        path: ["relations", key, "target"],
        message: `The target of relation "${key}" is "${old.target}" and cannot change. Define a new relation instead.`,
      });
    if (Boolean(changed.many) !== Boolean(old.many))
      issues.push({
        path: ["relations", key, "many"],
        message: `Whether relation "${key}" leads to one or to many cannot change. Define a new relation instead.`,
      });
  }
  return issues;
}

/**
 * Other blueprints of which something would lead nowhere after a change, with what: a mirror through a relation that goes.
 * What led nowhere before already does not count. `others` does not hold the changed blueprint itself.
 */
export function brokenByChange(
  before: BlueprintDefinition,
  after: BlueprintDefinition,
  others: KnownBlueprints,
): { identifier: string; issues: Issue[] }[] {
  const then = new Map(others).set(before.identifier, before);
  const soon = new Map(others).set(after.identifier, after);
  const known = (issues: Issue[]) => new Set(issues.map((issue) => issue.path.join(".")));
  return [...others.values()].flatMap((other) => {
    const faulty = definitionIssues(other, soon);
    if (faulty.length === 0) return [];
    const old = known(definitionIssues(other, then));
    const issues = faulty.filter((issue) => !old.has(issue.path.join(".")));
    return issues.length ? [{ identifier: other.identifier, issues }] : [];
  });
}

/** Keys of `before` that `after` no longer has. */
export function removedKeys(
  before: BlueprintDefinition,
  after: BlueprintDefinition,
): { properties: string[]; relations: string[] } {
  const gone = (a: object = {}, b: object = {}) => Object.keys(a).filter((key) => !Object.hasOwn(b, key));
  return {
    properties: gone(before.schema.properties, after.schema.properties),
    relations: gone(before.relations, after.relations),
  };
}

/** Members that are merged key by key; each definition below them is replaced as a whole. */
const MERGED = ["relations", "mirrorProperties", "calculationProperties", "aggregationProperties"] as const;

/** The blueprint after a partial change: what is not given stays. */
export function mergeBlueprint(
  before: BlueprintDefinition,
  patch: Partial<BlueprintDefinition>,
): BlueprintDefinition {
  const merged: BlueprintDefinition = { ...before, ...patch, identifier: before.identifier };
  for (const key of MERGED)
    if (patch[key]) Object.assign(merged, { [key]: { ...before[key], ...patch[key] } });
  if (patch.schema)
    merged.schema = {
      ...before.schema,
      ...patch.schema,
      properties: { ...before.schema.properties, ...patch.schema.properties },
    };
  return merged;
}
