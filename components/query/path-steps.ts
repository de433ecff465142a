import type { Model } from "@/server/catalog/core/model";

/** One relation to follow; `maxHops`: again and again, up to so many times. */
export interface PathStep {
  relation?: string;
  maxHops?: number;
}

/** Steps as the editor has them, from the published form, in which a plain text is a relation once. */
export const readSteps = (path: readonly unknown[]): PathStep[] =>
  path.map((step) => (typeof step === "string" ? { relation: step } : ((step ?? {}) as PathStep)));

/** Steps in the published form, the short one where it says the same. */
export const writeSteps = (steps: readonly PathStep[]): (string | PathStep)[] =>
  steps.map((step) => (step.maxHops === undefined && step.relation !== undefined ? step.relation : step));

/** The blueprint that each step starts from, and last the one where the path ends; null from where it cannot be told. */
export function pathStops(
  model: Model,
  from: string | undefined,
  steps: readonly PathStep[],
): (string | null)[] {
  const stops: (string | null)[] = [from ?? null];
  for (const { relation } of steps) {
    const at = stops.at(-1);
    const definition = at ? model.blueprints.get(at)?.definition : undefined;
    const relations = definition?.relations ?? {};
    stops.push(
      relation !== undefined && Object.hasOwn(relations, relation)
        ? (relations[relation]?.target ?? null)
        : null,
    );
  }
  return stops;
}
