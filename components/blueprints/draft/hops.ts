import type { BlueprintDefinition } from "@/server/catalog/schema";

/**
 * The blueprints along a chain of relations, the first included. It ends where a relation does not exist (any more).
 *
 * @param hops keys of relations
 */
export function stopsAlong(
  from: BlueprintDefinition,
  hops: readonly string[],
  blueprints: readonly BlueprintDefinition[],
): BlueprintDefinition[] {
  const stops = [from];
  for (const hop of hops) {
    const relations: BlueprintDefinition["relations"] = stops.at(-1)?.relations ?? {};
    const target = Object.hasOwn(relations, hop) ? relations[hop]?.target : undefined;
    const next = blueprints.find(({ identifier }) => identifier === target);
    if (!next) break;
    stops.push(next);
  }
  return stops;
}

/** The parts of a path with dots; none of an empty one. */
export const splitPath = (path: unknown): string[] =>
  typeof path === "string" && path !== "" ? path.split(".") : [];
