import { ALL, DEMAND, type Mark } from "../../core/computed/marks";

/** What has to be computed anew of one entity. */
export interface Demand {
  entityId: string;
  blueprintId: string;
  /** Keys of aggregations; `OWN` for all else; or `ALL`. */
  keys: Set<string>;
  /** Its calculations were made by who wrote it, so they are only made anew where their inputs are others now. */
  calculated: boolean;
  cause: string;
}

/** Demands of many entities, each entity once. */
export class Demands {
  private readonly byEntity = new Map<string, Demand>();

  get size(): number {
    return this.byEntity.size;
  }

  add(
    entity: { entityId: string; blueprintId: string },
    keys: Iterable<string>,
    cause: string,
    calculated = false,
  ): void {
    const known = this.byEntity.get(entity.entityId);
    if (!known) {
      const { entityId, blueprintId } = entity;
      this.byEntity.set(entityId, { entityId, blueprintId, keys: new Set(keys), cause, calculated });
      return;
    }
    for (const key of keys) known.keys.add(key);
    // What another entity's change asks for needs its values to be calculated from what they are now.
    known.calculated &&= calculated;
    if (known.cause === OWN_WRITE) known.cause = cause;
  }

  /** Takes out as many as are done now; the rest stays, as marks. */
  split(limit: number): { now: Demand[]; later: Mark[] } {
    const all = [...this.byEntity.values()];
    return { now: all.slice(0, limit), later: all.slice(limit).map(asMark) };
  }
}

export const OWN_WRITE = "it was written";

/** A demand as a mark, to be met later. */
export const asMark = ({ entityId, blueprintId, keys, cause }: Demand): Mark => ({
  entityId,
  blueprintId,
  keys: [DEMAND, cause, ...keys],
  relations: false,
});

/** The demand behind such a mark; null when it is none. */
export function demandOf({ keys }: Mark): { cause: string; keys: string[] } | null {
  const [first, cause = "", ...rest] = keys;
  return first === DEMAND ? { cause, keys: rest } : null;
}

export const wants = ({ keys }: Demand, key: string): boolean => keys.has(ALL) || keys.has(key);
