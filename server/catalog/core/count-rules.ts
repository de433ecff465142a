import { kindOf } from "@/server/properties/kind";
import type { BlueprintDefinition } from "../schema";

/** So many more (or, below zero, fewer) entities have this value. `*` as key and value: entities at all. */
export interface CountDelta {
  key: string;
  value: string;
  n: number;
}

/** What of an entity is counted. */
export interface Counted {
  team: string[];
  properties: Record<string, unknown>;
}

export const TOTAL = "*";

/** Own keys whose values are counted one by one: choices and booleans; `$team` is counted beside them. */
export function countedKeys(definition: BlueprintDefinition): string[] {
  return Object.entries(definition.schema.properties)
    .filter(([, property]) => ["enum", "boolean"].includes(kindOf(property)))
    .map(([key]) => key);
}

/** A value as it is counted; null where there is none. */
const textOf = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;

/** By how much changes of entities change the counts; what cancels out is left out. */
export function countDeltas(
  definition: BlueprintDefinition,
  changes: readonly { before: Counted | null; after: Counted | null }[],
): CountDelta[] {
  const keys = countedKeys(definition);
  const sums = new Map<string, CountDelta>();
  const add = (key: string, value: string | null, n: number) => {
    if (value === null) return;
    const id = JSON.stringify([key, value]);
    const sum = sums.get(id);
    if (sum) sum.n += n;
    else sums.set(id, { key, value, n });
  };
  const count = (entity: Counted, n: number) => {
    add(TOTAL, TOTAL, n);
    for (const key of keys) add(key, textOf(entity.properties[key]), n);
    for (const team of new Set(entity.team)) add("$team", team, n);
  };
  for (const { before, after } of changes) {
    if (before) count(before, -1);
    if (after) count(after, 1);
  }
  return [...sums.values()].filter(({ n }) => n !== 0);
}
