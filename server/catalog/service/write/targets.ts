import { actorId } from "@/server/kernel/context";
import { DomainError, type Issue } from "@/server/kernel/errors";
import { newOrderedId } from "@/server/kernel/ids";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { ModelBlueprint } from "../../core/model";
import { isSystem } from "../../core/system-blueprints";
import { holdTargets, type Target } from "../../store/entities";
import { insertEntities, type RelationRows } from "../../store/entity-batch";
import { mayRegisterBare } from "../access";
import { toEntity } from "../record";
import type { Plan } from "./decide";
import type { Place } from "./place";
import type { Written } from "./record";

/** What there is of what plans relate to, by blueprint and identifier; `holds`: the actor may read it. */
export type Found = Map<string, Map<string, { id: string; holds: boolean }>>;
/** What is to be made of it, by blueprint. */
export type Missing = Map<string, Set<string>>;

interface Named {
  relation: string;
  blueprint: string;
  identifier: string;
  place: (string | number)[];
}

/** Each target that a plan's changed relations name. */
function targetsNamed({ definition }: ModelBlueprint, { draft, relations }: Plan): Named[] {
  return relations.flatMap((relation) => {
    const defined = definition.relations?.[relation];
    return defined
      ? (draft.relations[relation] ?? []).map((identifier, i) => ({
          relation,
          blueprint: defined.target,
          identifier,
          place: defined.many ? ["relations", relation, i] : ["relations", relation],
        }))
      : [];
  });
}

/** Finds what plans relate to, and keeps it from being deleted. */
export function findTargets(tx: TransactionContext, place: Place, plans: readonly Plan[]): Promise<Found> {
  const wanted: Missing = new Map();
  for (const target of plans.flatMap((plan) => targetsNamed(place.blueprint, plan))) {
    const of = wanted.get(target.blueprint) ?? new Set();
    wanted.set(target.blueprint, of.add(target.identifier));
  }
  return hold(tx, place, wanted);
}

async function hold(tx: TransactionContext, { model, readable }: Place, wanted: Missing): Promise<Found> {
  const byId = new Map(
    [...wanted].flatMap(([of, identifiers]) => {
      const id = model.blueprints.get(of)?.id;
      return id ? [[id, identifiers] as const] : [];
    }),
  );
  const held = await holdTargets(tx.db, byId, readable);
  return new Map(
    [...wanted.keys()].map((of) => [of, held.get(model.blueprints.get(of)?.id ?? "") ?? new Map()]),
  );
}

/**
 * Refuses plans that relate to what there is not, each with the path of every target, and those that relate to what is
 * refused; a plan may relate to what another one writes. Out: refusals by plan, and what is to be made where `make` is set.
 */
export function missingTargets(
  tx: TransactionContext,
  { blueprint, model }: Place,
  plans: readonly Plan[],
  found: Found,
  make: boolean,
): { refused: Map<Plan, DomainError>; missing: Missing } {
  const live = new Map(plans.map((plan) => [plan.draft.identifier, plan]));
  const refused = new Map<Plan, DomainError>();
  const missing: Missing = new Map();
  const issuesOf = (plan: Plan): Issue[] =>
    targetsNamed(blueprint, plan).flatMap(({ relation, blueprint: of, identifier, place }) => {
      const known = found.get(of)?.get(identifier);
      // What it related to before may stay, also what the actor cannot see.
      const kept = known && plan.targets[relation]?.some((target) => target.id === known.id);
      if (known?.holds || kept || (of === blueprint.identifier && live.has(identifier))) return [];
      const target = model.blueprints.get(of);
      if (make && !known && target && !isSystem(of) && mayRegisterBare(tx, target)) {
        missing.set(of, (missing.get(of) ?? new Set()).add(identifier));
        return [];
      }
      const message = `There is no entity "${identifier}" of "${of}". Create it first, or correct the identifier.`;
      return [{ path: place, message }];
    });
  // What is refused takes those along that relate to it, so this goes on until nothing more is.
  for (let before = -1; before !== refused.size;) {
    before = refused.size;
    missing.clear();
    for (const plan of [...live.values()]) {
      const issues = issuesOf(plan);
      if (issues.length === 0) continue;
      refused.set(plan, notThere(issues));
      live.delete(plan.draft.identifier);
    }
  }
  return { refused, missing };
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
 * Adds their ids to `found`.
 */
export async function makeTargets(
  tx: TransactionContext,
  place: Place,
  missing: Missing,
  found: Found,
  runId: string | null,
): Promise<Written[]> {
  const { model, at } = place;
  const by = actorId(tx.actor);
  const rows = [...missing].flatMap(([of, identifiers]) => {
    const blueprint = model.blueprints.get(of);
    return blueprint ? [...identifiers].map((identifier) => bareRow(blueprint, identifier, runId)) : [];
  });
  if (rows.length === 0) return [];
  const made = await insertEntities(
    tx.db,
    rows.map(({ row }) => row),
    by,
  );
  // Those that somebody else made in this moment are as good, and are held like any other.
  for (const [of, held] of await hold(tx, place, missing))
    for (const [identifier, { id }] of held) found.get(of)?.set(identifier, { id, holds: true });
  return rows
    .filter(({ row }) => made.has(row.id))
    .map(({ blueprint, row }) => {
      const stored = { ...row, revision: 1, createdAt: at, createdBy: by, updatedAt: at, updatedBy: by };
      return { id: row.id, blueprint, before: null, after: toEntity(blueprint.definition, stored), runId };
    });
}

const bareRow = (blueprint: ModelBlueprint, identifier: string, runId: string | null) => ({
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

/** What a plan's entity relates to once it is written, by relation. Targets in `found` alone are left out. */
export function targetsAfter(blueprint: ModelBlueprint, plan: Plan, found: Found): Record<string, Target[]> {
  const targets = { ...plan.targets };
  for (const relation of plan.relations) targets[relation] = [];
  for (const { relation, blueprint: of, identifier } of targetsNamed(blueprint, plan)) {
    const id = found.get(of)?.get(identifier)?.id;
    if (id) targets[relation]!.push({ id, identifier });
  }
  return targets;
}

/** The relations that a plan changes, as rows. */
export const relationRows = (blueprint: ModelBlueprint, plan: Plan, found: Found): RelationRows[] => {
  const targets = targetsAfter(blueprint, plan, found);
  return plan.relations.map((relation) => ({
    fromId: plan.id,
    relation,
    toIds: (targets[relation] ?? []).map((target) => target.id),
  }));
};
