import type { CostScope } from "../schema";

/** Whether a budget, or another scope, takes in what belongs to `of`: what it leaves open takes in everything. */
export const takesIn = (scope: CostScope, of: CostScope): boolean =>
  (scope.team === null || scope.team === of.team) &&
  (scope.costCentre === null || scope.costCentre === of.costCentre) &&
  (scope.environment === null || scope.environment === of.environment);

/** "team payments in production", or "the whole organisation". */
export function scopeWords({ team, costCentre, environment }: CostScope): string {
  const parts = [
    team === null ? null : `team ${team}`,
    costCentre === null ? null : `cost centre ${costCentre}`,
    environment === null ? null : `environment ${environment}`,
  ].filter((part) => part !== null);
  return parts.length ? parts.join(", ") : "the whole organisation";
}

const NAMES = ["cost_centre", "costCentre", "cost_center", "costCenter"] as const;

/** The cost centre of a run: what is filled in as such, else the property of the entity that it works on. */
export function costCentreOf(
  inputs: Readonly<Record<string, unknown>>,
  entity: {
    properties: Readonly<Record<string, unknown>>;
    relations?: Readonly<Record<string, unknown>>;
  } | null,
): string | null {
  for (const values of [inputs, entity?.properties ?? {}, entity?.relations ?? {}])
    for (const name of NAMES) {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (typeof value === "string" && value.trim() !== "") return value.trim();
    }
  return null;
}
