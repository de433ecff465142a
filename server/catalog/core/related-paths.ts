import type { BlueprintDefinition } from "../schema";
import type { PathStep } from "./related-schema";

type Blueprints = ReadonlyMap<string, Pick<BlueprintDefinition, "identifier" | "relations">>;

// Limits stand here and not beside the schemas: what a browser loads of them carries no zod.

/** More steps would be a crawl of the catalog, not a relation. */
export const MAX_PATH_STEPS = 8;
/** How often a relation of a blueprint to itself may be followed in a row, as published. */
export const MAX_HOPS = 15;
export const MAX_GRAPH_DEPTH = 4;
/** A picture of more is no picture. */
export const MAX_GRAPH_NODES = 300;

/** Longer paths exist, but nobody chooses one from a list. */
const MAX_STEPS = 4;
const MAX_PATHS = 30;

/** Every step that leads from a blueprint: along its relations, and back along those of others that lead to it. */
export function stepsFrom(blueprints: Blueprints, from: string): PathStep[] {
  const outgoing = Object.entries(blueprints.get(from)?.relations ?? {})
    .filter(([, { target }]) => blueprints.has(target))
    .map(([relation, { target }]): PathStep => ({ relation, direction: "outgoing", blueprint: target }));
  const incoming = [...blueprints.values()].flatMap(({ identifier, relations }) =>
    Object.entries(relations ?? {})
      .filter(([, { target }]) => target === from)
      .map(([relation]): PathStep => ({ relation, direction: "incoming", blueprint: identifier })),
  );
  return [...outgoing, ...incoming];
}

/** Whether a step stays within its blueprint, so that it can be followed several times. */
export const isLoop = (from: string, step: PathStep): boolean => step.blueprint === from;

/**
 * Paths from one blueprint to another over at most four steps, the shortest first. Each blueprint on the way is passed
 * once; a relation of a blueprint to itself is one step, whatever its hops.
 */
export function pathsBetween(blueprints: Blueprints, from: string, to: string): PathStep[][] {
  const found: PathStep[][] = [];
  let level: { path: PathStep[]; passed: string[] }[] = [{ path: [], passed: [from] }];
  for (let steps = 1; steps <= MAX_STEPS && found.length < MAX_PATHS; steps++) {
    const next: typeof level = [];
    for (const { path, passed } of level) {
      const at = path.at(-1)?.blueprint ?? from;
      for (const step of stepsFrom(blueprints, at)) {
        const loop = isLoop(at, step);
        const last = path.at(-1);
        // Straight back along the relation that led here finds the siblings; the same loop twice says nothing new.
        if (loop && last && last.relation === step.relation && last.blueprint === at) continue;
        if (!loop && passed.includes(step.blueprint) && step.blueprint !== to) continue;
        const longer = [...path, step];
        if (step.blueprint === to) found.push(longer);
        if (loop || !passed.includes(step.blueprint))
          next.push({ path: longer, passed: loop ? passed : [...passed, step.blueprint] });
      }
    }
    level = next;
  }
  return found.slice(0, MAX_PATHS);
}

/** Blueprints that a path from one leads to, itself among them where a relation leads back. */
export function reachableFrom(blueprints: Blueprints, from: string): string[] {
  const reached = new Set<string>();
  let level = [from];
  for (let steps = 1; steps <= MAX_STEPS; steps++) {
    const next = new Set(level.flatMap((at) => stepsFrom(blueprints, at).map((step) => step.blueprint)));
    level = [...next].filter((blueprint) => !reached.has(blueprint));
    for (const blueprint of next) reached.add(blueprint);
  }
  return [...reached];
}
