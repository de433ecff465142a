import type { TransactionContext } from "@/server/kernel/transaction";
import type { Model, ModelBlueprint } from "../../core/model";
import { relatedTo, targetsOf, type EntityRow, type Target } from "../../store/entities";
import { readableAmong, readableEntities, readsEverything } from "../access";

type Targets = Record<string, string[]>;

/** What a writer sees of entities that exist. */
export interface Sight {
  /** Those that they may read; the others do not exist for them. */
  readable: ReadonlySet<string>;
  /** What each relates to. */
  targets: ReadonlyMap<string, Record<string, Target[]>>;
  /** Identifiers of it without what they may not read; null: they may read it all. */
  shown: ReadonlyMap<string, Targets> | null;
}

/** What the actor sees of entities of one blueprint. */
export async function sightOf(
  tx: TransactionContext,
  model: Model,
  blueprint: ModelBlueprint,
  rows: readonly EntityRow[],
): Promise<Sight> {
  const ids = rows.map((row) => row.id);
  const targets = await relatedTo(tx.db, ids);
  if (readsEverything(tx, model)) return { readable: new Set(ids), targets, shown: null };
  return {
    readable: await readableAmong(tx, model, blueprint, ids),
    targets,
    shown: await targetsOf(tx.db, ids, await readableEntities(tx, model)),
  };
}

export const identifiersOf = (targets: Record<string, Target[]>): Targets =>
  Object.fromEntries(
    Object.entries(targets).map(([relation, of]) => [relation, of.map((target) => target.identifier)]),
  );

/**
 * The relations of a draft with what its writer cannot see and so cannot have meant to take away: hidden targets stay, after
 * those that were given; in a relation to one only where none was given.
 */
export function withHidden(
  many: (relation: string) => boolean,
  draft: Targets,
  targets: Targets,
  shown: Targets,
): Targets {
  const relations = { ...draft };
  for (const [relation, all] of Object.entries(targets)) {
    const seen = new Set(shown[relation]);
    const given = draft[relation] ?? [];
    const hidden = all.filter((target) => !seen.has(target) && !given.includes(target));
    if (hidden.length && (many(relation) || given.length === 0)) relations[relation] = [...given, ...hidden];
  }
  return relations;
}
