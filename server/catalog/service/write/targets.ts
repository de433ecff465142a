import { actorId } from "@/server/kernel/context";
import { DomainError, type Issue } from "@/server/kernel/errors";
import { newOrderedId } from "@/server/kernel/ids";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { Model, ModelBlueprint } from "../../core/model";
import { holdTargets } from "../../store/entities";
import { insertEntities } from "../../store/entity-batch";
import { mayRegisterBare, readableAmong, readsEverything } from "../access";
import { toEntity } from "../record";
import type { Plan } from "./decide";
import type { Place } from "./place";
import type { Written } from "./record";

/** Ids by blueprint and identifier. */
type Ids = Map<string, Map<string, string>>;

/** Each target that a plan's changed relations name. */
function* targetsOfPlan(
  { definition }: ModelBlueprint,
  { draft, changed }: Plan,
): Generator<{ relation: string; blueprint: string; identifier: string; place: (string | number)[] }> {
  for (const relation of changed.relations) {
    const defined = definition.relations?.[relation];
    if (defined)
      for (const [i, identifier] of (draft.relations[relation] ?? []).entries())
        yield {
          relation,
          blueprint: defined.target,
          identifier,
          place: defined.many ? ["relations", relation, i] : ["relations", relation],
        };
  }
}

/**
 * Finds what plans relate to, and keeps it from being deleted. A plan may relate to what another one of them writes.
 * Out: the ids; what is missing, by plan (NotFound with the path of each); and what is to be made since `make` is set.
 */
export async function findTargets(
  tx: TransactionContext,
  { model, blueprint }: Place,
  plans: readonly Plan[],
  make: boolean,
): Promise<{ ids: Ids; refused: Map<Plan, DomainError>; missing: Map<string, Set<string>> }> {
  const wanted = new Map<string, Set<string>>();
  for (const plan of plans)
    for (const target of targetsOfPlan(blueprint, plan)) {
      const of = wanted.get(target.blueprint) ?? new Set();
      wanted.set(target.blueprint, of.add(target.identifier));
    }
  const ids = await holdTargets(tx.db, wanted);
  const hidden = await hiddenAmong(tx, model, ids);
  const mayMake = (of: string) => {
    const target = model.blueprints.get(of);
    return make && target !== undefined && mayRegisterBare(tx, target);
  };
  const live = new Map(plans.map((plan) => [plan.draft.identifier, plan]));
  const refused = new Map<Plan, DomainError>();
  const missing = new Map<string, Set<string>>();
  // What is refused takes those along that relate to it, so this goes on until nothing more is.
  for (let before = -1; before !== refused.size;) {
    before = refused.size;
    missing.clear();
    for (const plan of live.values()) {
      const issues: Issue[] = [];
      for (const { relation, blueprint: of, identifier, place } of targetsOfPlan(blueprint, plan)) {
        const known = !hidden.get(of)?.has(identifier) || relatedBefore(plan, relation, identifier);
        if (known && ids.get(of)?.has(identifier)) continue;
        if (of === blueprint.identifier && live.has(identifier)) continue;
        if (mayMake(of)) missing.set(of, (missing.get(of) ?? new Set()).add(identifier));
        else
          issues.push({
            path: place,
            message: `There is no entity "${identifier}" of "${of}". Create it first, or correct the identifier.`,
          });
      }
      if (issues.length) {
        refused.set(plan, notThere(issues));
        live.delete(plan.draft.identifier);
      }
    }
  }
  return { ids, refused, missing };
}

/** Those of what was found that the actor may not read: for them it is not there. */
async function hiddenAmong(
  tx: TransactionContext,
  model: Model,
  ids: Ids,
): Promise<Map<string, Set<string>>> {
  const hidden = new Map<string, Set<string>>();
  if (readsEverything(tx, model)) return hidden;
  for (const [of, found] of ids) {
    const target = model.blueprints.get(of);
    const readable = target && (await readableAmong(tx, model, target, [...found.values()]));
    hidden.set(
      of,
      new Set([...found].flatMap(([identifier, id]) => (readable?.has(id) ? [] : [identifier]))),
    );
  }
  return hidden;
}

function relatedBefore({ before }: Plan, relation: string, identifier: string): boolean {
  const targets = before?.relations[relation];
  return Array.isArray(targets) ? targets.includes(identifier) : targets === identifier;
}

function notThere(issues: Issue[]): DomainError {
  const message = issues
    .map((issue) => issue.message)
    .slice(0, 5)
    .join(" ");
  return new DomainError("not_found", message, { issues, data: { resource: "Entity" } });
}

/**
 * Makes entities with nothing but an identifier; what their blueprint requires is missing until somebody fills it in.
 * Adds their ids to `ids`.
 */
export async function makeTargets(
  tx: TransactionContext,
  model: Model,
  missing: ReadonlyMap<string, ReadonlySet<string>>,
  ids: Ids,
  runId: string | null,
): Promise<Written[]> {
  const by = actorId(tx.actor);
  const rows = [...missing].flatMap(([of, identifiers]) => {
    const blueprint = model.blueprints.get(of);
    return blueprint ? [...identifiers].map((identifier) => bare(blueprint, identifier, runId)) : [];
  });
  if (rows.length === 0) return [];
  const made = await insertEntities(
    tx.db,
    rows.map(({ row }) => row),
    by,
  );
  // Those that somebody else made in this moment are as good, and are held like any other.
  for (const [of, found] of await holdTargets(tx.db, missing))
    for (const [identifier, id] of found) ids.get(of)?.set(identifier, id);
  return rows.flatMap(({ blueprint, row }) => {
    const at = made.get(row.id);
    if (!at) return [];
    const stored = { ...row, revision: 1, createdAt: at, createdBy: by, updatedAt: at, updatedBy: by };
    return [{ id: row.id, blueprint, before: null, after: toEntity(blueprint.definition, stored), runId }];
  });
}

const bare = (blueprint: ModelBlueprint, identifier: string, runId: string | null) => ({
  blueprint,
  row: {
    id: newOrderedId(),
    blueprintId: blueprint.id,
    identifier,
    title: null,
    icon: null,
    team: [],
    properties: {},
    faults: null,
    runId,
  },
});

/** The relations that a plan changes, with the ids of their targets. */
export function relationRows(
  blueprint: ModelBlueprint,
  plan: Plan,
  ids: Ids,
): { fromId: string; relation: string; toIds: string[] }[] {
  const rows = new Map(
    plan.changed.relations.map((relation) => [
      relation,
      { fromId: plan.id, relation, toIds: [] as string[] },
    ]),
  );
  for (const { relation, blueprint: of, identifier } of targetsOfPlan(blueprint, plan)) {
    const id = ids.get(of)?.get(identifier);
    if (id) rows.get(relation)?.toIds.push(id);
  }
  return [...rows.values()];
}
