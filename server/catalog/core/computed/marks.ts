/** A note that an entity changed, or that something of it has to be computed anew. */
export interface Mark {
  entityId: string;
  blueprintId: string;
  keys: string[];
  /** What it relates to changed. */
  relations: boolean;
}

/** In the keys of a mark: every value may have changed, as when the entity is new. */
export const ALL = "*";
/** In the keys of a mark: something that related to the entity does not any more. */
export const DETACHED = "<-";
/** First of a mark's keys: nothing changed, but the keys after it have to be computed anew. */
export const DEMAND = "!";
/** First of a mark's keys: all entities of the blueprint after `entityId` have to be computed anew; of the keys after it, or all. */
export const SWEEP = "**";
/** In the keys of every mark of a person's or machine's write, and of no recomputation: `updatedAt` is theirs. */
export const WRITTEN = "$updatedAt";
