import type { BlueprintDefinition, RelationDefinition } from "../../schema";
import type { Model } from "../model";

/** One relation on a path: from entities of one blueprint to those of another. */
export interface Hop {
  from: string;
  relation: string;
  to: string;
}

export type Walked = { hops: Hop[]; end: string; many: boolean } | { missing: string; step: number };

/** The relation of a blueprint; undefined when it has none of that name. */
export function relationOf(
  definition: BlueprintDefinition | undefined,
  key: string,
): RelationDefinition | undefined {
  const relations = definition?.relations;
  return relations && Object.hasOwn(relations, key) ? relations[key] : undefined;
}

/** Follows relations from a blueprint. Out: each hop and where it ends; or which is missing, in words. */
export function walkPath(model: Model, from: string, relations: readonly string[]): Walked {
  const hops: Hop[] = [];
  let at = from;
  let many = false;
  for (const [step, relation] of relations.entries()) {
    const found = relationOf(model.blueprints.get(at)?.definition, relation);
    if (!found) return { missing: `The blueprint "${at}" has no relation "${relation}".`, step };
    many ||= found.many === true;
    hops.push({ from: at, relation, to: found.target });
    at = found.target;
  }
  return { hops, end: at, many };
}

/** Every relation of the model. */
export function allHops(model: Model): Hop[] {
  return [...model.blueprints.values()].flatMap(({ identifier, definition }) =>
    Object.entries(definition.relations ?? {}).map(([relation, { target }]) => ({
      from: identifier,
      relation,
      to: target,
    })),
  );
}

/** The relations that lie on some way from one blueprint to another, followed in their direction; none when there is no way. */
export function hopsBetween(hops: readonly Hop[], from: string, to: string): Hop[] {
  const after = reachable(hops, from, "forward");
  const before = reachable(hops, to, "backward");
  return hops.filter((hop) => after.has(hop.from) && before.has(hop.to));
}

/** Blueprints that are reached along relations, the start included. */
function reachable(hops: readonly Hop[], start: string, direction: "forward" | "backward"): Set<string> {
  const found = new Set([start]);
  for (const at of found)
    for (const hop of hops) {
      if (direction === "forward" && hop.from === at) found.add(hop.to);
      if (direction === "backward" && hop.to === at) found.add(hop.from);
    }
  return found;
}
