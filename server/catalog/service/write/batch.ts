import { actorId } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { ModelBlueprint } from "../../core/model";
import type { EntityRecord, WriteOptions } from "../../schema";
import { holdEntities } from "../../store/entities";
import { changeEntities, insertEntities, writeRelations, type NewEntity } from "../../store/entity-batch";
import { withoutHiddenTargets } from "../history";
import { toEntity } from "../record";
import { databaseCode } from "../write";
import { changedMeanwhile, decide, isPlan, taken, type Intent, type Plan, type Refusal } from "./decide";
import type { Place } from "./place";
import { recordAll } from "./record";
import { sightOf } from "./sight";
import { findTargets, makeTargets, relationRows } from "./targets";

/** What became of one intent. */
export type Outcome = { index: number; identifier: string } & (
  { entity: EntityRecord; created: boolean } | { error: DomainError }
);

type Options = Pick<WriteOptions, "createMissingRelatedEntities" | "runId">;

/** How often entities are looked for that others make and delete again in the same moment. */
const LOOKS = 3;

/**
 * Writes entities of one blueprint in the open transaction, each statement for all of them. Each identifier may be meant
 * once. What cannot be written is said for each; the others are written all the same, so whoever wants all or none rolls
 * back. Out: an outcome for each intent, in order.
 */
export async function saveAll(
  tx: TransactionContext,
  place: Place,
  intents: readonly Intent[],
  options: Options,
): Promise<Outcome[]> {
  const { blueprint, model } = place;
  const decided = await decideAll(tx, place, intents);
  const { ids, refused, missing } = await findTargets(
    tx,
    place,
    plansOf(decided),
    options.createMissingRelatedEntities === true,
  );
  for (const [{ intent }, error] of refused) decided.set(intent, { intent, error });
  const runId = options.runId ?? null;
  const made = await makeTargets(tx, model, missing, ids, runId);

  const instants = await insertNew(tx, place, decided, runId);
  const existing = plansOf(decided).filter((plan) => plan.existing);
  for (const [id, at] of await changeExisting(tx, blueprint, existing, runId)) instants.set(id, at);
  const plans = plansOf(decided);
  const own = ids.get(blueprint.identifier) ?? new Map<string, string>();
  ids.set(blueprint.identifier, own);
  for (const plan of plans) own.set(plan.draft.identifier, plan.id);
  await writeRelations(
    tx.db,
    plans.flatMap((plan) => relationRows(blueprint, plan, ids)),
    new Set(existing.map((plan) => plan.id)),
  );

  const written = new Map(
    plans.map((plan) => [plan, entityOf(tx, blueprint, plan, instants.get(plan.id) ?? new Date(0), runId)]),
  );
  await recordAll(
    tx,
    [
      ...made,
      ...plans.map((plan) => ({
        id: plan.id,
        blueprint,
        before: plan.before,
        after: written.get(plan) ?? null,
        runId,
      })),
    ],
    [
      ...made.map(({ id, blueprint: of }) => markOf(id, of, ["*"], true)),
      ...plans.map(({ id, changed }) => markOf(id, blueprint, changed.keys, changed.relations.length > 0)),
    ],
  );
  const shown = new Map<Plan, EntityRecord>();
  const answers = await withoutHiddenTargets(tx, model, blueprint, [...written.values()]);
  for (const [i, plan] of plans.entries()) shown.set(plan, answers[i]!);
  return [...decided.values()].map((decision): Outcome => {
    const { index, identifier } = decision.intent;
    if (!isPlan(decision)) return { index, identifier: identifier ?? "", error: decision.error };
    const entity = shown.get(decision)!;
    return { index, identifier: entity.identifier, entity, created: !decision.existing };
  });
}

const markOf = (entityId: string, blueprint: ModelBlueprint, keys: string[], relations: boolean) => ({
  entityId,
  blueprintId: blueprint.id,
  keys,
  relations,
});

/** By intent, in their order. */
type Decided = Map<Intent, Plan | Refusal>;

const plansOf = (decided: Decided): Plan[] => [...decided.values()].filter(isPlan);

/** Looks which of the entities exist, keeps those from other writers, and decides on each. */
async function decideAll(
  tx: TransactionContext,
  { model, blueprint }: Place,
  intents: readonly Intent[],
): Promise<Decided> {
  const named = intents.flatMap((intent) => intent.identifier ?? []);
  const rows = await holdEntities(tx.db, blueprint.id, named, "no key update");
  const sight = await sightOf(tx, model, blueprint, [...rows.values()]);
  return new Map(
    intents.map((intent): [Intent, Plan | Refusal] => {
      const row = intent.identifier === undefined ? undefined : rows.get(intent.identifier);
      try {
        return [intent, decide(tx, blueprint, intent, row ?? null, sight)];
      } catch (error) {
        if (error instanceof DomainError) return [intent, { intent, error }];
        throw error;
      }
    }),
  );
}

/**
 * Inserts what is new. Of those that somebody else made since we looked, an upsert looks again and now finds them: their
 * plans in `decided` become changes. Out: when each was created, by id.
 */
async function insertNew(
  tx: TransactionContext,
  place: Place,
  decided: Decided,
  runId: string | null,
): Promise<Map<string, Date>> {
  const { blueprint } = place;
  const instants = new Map<string, Date>();
  for (let looks = 1; ; looks++) {
    const fresh = plansOf(decided).filter((plan) => !plan.existing && !instants.has(plan.id));
    const rows = fresh.map((plan) => rowOf(blueprint, plan, runId));
    for (const [id, at] of await insertEntities(tx.db, rows, actorId(tx.actor))) instants.set(id, at);
    const late = fresh.filter((plan) => !instants.has(plan.id));
    if (late.length === 0) return instants;
    const again = late.filter((plan) => plan.intent.kind === "upsert" && looks < LOOKS);
    for (const { intent, draft } of late)
      decided.set(intent, { intent, error: taken(blueprint.identifier, draft.identifier) });
    const looked = await decideAll(
      tx,
      place,
      again.map((plan) => plan.intent),
    );
    for (const [intent, decision] of looked) decided.set(intent, decision);
  }
}

async function changeExisting(
  tx: TransactionContext,
  blueprint: ModelBlueprint,
  plans: readonly Plan[],
  runId: string | null,
): Promise<Map<string, Date>> {
  const rows = plans.map((plan) => ({
    ...rowOf(blueprint, plan, runId),
    revision: plan.existing?.revision ?? 0,
  }));
  try {
    const changed = await changeEntities(tx.db, rows, actorId(tx.actor));
    for (const plan of plans)
      if (!changed.has(plan.id)) {
        const revision = plan.existing?.revision ?? 0;
        throw changedMeanwhile(plan.draft.identifier, revision, revision + 1);
      }
    return changed;
  } catch (error) {
    const renamed = plans.find((plan) => plan.before?.identifier !== plan.draft.identifier);
    if (renamed && databaseCode(error) === "23505")
      throw taken(blueprint.identifier, renamed.draft.identifier);
    throw error;
  }
}

const rowOf = (blueprint: ModelBlueprint, plan: Plan, runId: string | null): NewEntity => ({
  id: plan.id,
  blueprintId: blueprint.id,
  identifier: plan.draft.identifier,
  title: plan.draft.title,
  icon: plan.draft.icon,
  team: plan.draft.team,
  properties: plan.draft.properties,
  faults: plan.existing?.faults ?? null,
  runId,
});

function entityOf(
  tx: TransactionContext,
  blueprint: ModelBlueprint,
  plan: Plan,
  at: Date,
  runId: string | null,
): EntityRecord {
  const { existing, draft } = plan;
  const by = actorId(tx.actor);
  const row = {
    ...rowOf(blueprint, plan, runId),
    revision: (existing?.revision ?? 0) + 1,
    createdAt: existing?.createdAt ?? at,
    createdBy: existing?.createdBy ?? by,
    updatedAt: at,
    updatedBy: by,
  };
  return toEntity(blueprint.definition, row, draft.relations);
}
