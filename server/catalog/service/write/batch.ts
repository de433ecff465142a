import { actorId } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { ModelBlueprint } from "../../core/model";
import { changedKeys } from "../../core/entity-rules";
import type { EntityRecord, WriteOptions } from "../../schema";
import { isSystem } from "../../core/system-blueprints";
import { holdEntities } from "../../store/entities";
import { changeEntities, insertEntities, writeRelations } from "../../store/entity-batch";
import { withoutHiddenTargets } from "../history";
import { markChanged } from "../marks";
import { toEntity } from "../record";
import { setTimers } from "../timers";
import { databaseCode } from "../write";
import { compute, refuseForeign, stampedRow, storedRow, type Computed } from "./compute";
import { changedMeanwhile, decide, isPlan, plansOf, taken } from "./decide";
import type { Decided, Intent, Plan, Refusal } from "./decide";
import type { Place } from "./place";
import { recordAll } from "./record";
import { sightOf } from "./sight";
import { throughIdentity } from "./through-identity";
import { findTargets, makeTargets, missingTargets, relationRows, targetsAfter, type Found } from "./targets";

/** What became of one intent. */
export type Outcome = { index: number; identifier: string } & (
  { entity: EntityRecord; created: boolean } | { error: DomainError }
);

type Options = Pick<WriteOptions, "createMissingRelatedEntities" | "runId" | "inStep">;

/** How often entities are looked for that others make and delete again in the same moment. */
const LOOKS = 3;

/**
 * Writes entities of one blueprint in the open transaction, each statement for all of them. Each identifier may be meant
 * once. What cannot be written is said for each; the others are written all the same, so whoever wants all or none rolls
 * back. After the commit its caller calls `settle`. Out: an outcome for each intent, in order.
 */
export async function saveAll(
  tx: TransactionContext,
  place: Place,
  intents: readonly Intent[],
  options: Options,
): Promise<Outcome[]> {
  const { blueprint, model } = place;
  const runId = options.runId ?? null;
  const decided = await decideAll(tx, place, intents);
  const found = await findTargets(tx, place, plansOf(decided));
  const refuseMissing = () => {
    const make = options.createMissingRelatedEntities === true;
    const { refused, missing } = missingTargets(tx, place, plansOf(decided), found, make);
    for (const [{ intent }, error] of refused) decided.set(intent, { intent, error });
    return missing;
  };
  const made = await makeTargets(tx, place, refuseMissing(), found, runId);
  if (isSystem(blueprint.identifier) && !options.inStep)
    for (const plan of plansOf(decided)) decided.set(plan.intent, await throughIdentity(tx, place, plan));
  const computed: Computed = new Map();
  await compute(tx, place, plansOf(decided), found, computed);
  if (refuseForeign(tx, blueprint, decided, computed)) refuseMissing();

  await insertNew(tx, place, decided, computed, runId);
  const existing = plansOf(decided).filter((plan) => plan.existing);
  await compute(
    tx,
    place,
    existing.filter((plan) => !computed.has(plan)),
    found,
    computed,
  );
  await changeExisting(tx, blueprint, existing, computed, runId);
  const plans = plansOf(decided);
  const own: Found = new Map(found);
  own.set(blueprint.identifier, new Map(found.get(blueprint.identifier)));
  for (const plan of plans)
    own.get(blueprint.identifier)!.set(plan.draft.identifier, { id: plan.id, holds: true });
  await writeRelations(
    tx.db,
    plans.flatMap((plan) => relationRows(blueprint, plan, own)),
    new Set(existing.map((plan) => plan.id)),
  );

  const written = new Map(plans.map((plan) => [plan, entityOf(tx, place, plan, computed, runId)]));
  await setTimers(
    tx,
    blueprint.definition,
    plans.map((plan) => ({
      id: plan.id,
      before: plan.existing?.properties ?? null,
      after: plan.draft.properties,
    })),
  );
  await markChanged(tx, [
    ...made.map(({ id, blueprint: of }) => ({
      id,
      blueprintId: of.id,
      keys: "*" as const,
      relations: true,
    })),
    ...plans.map((plan) => changeOf(blueprint, plan, written.get(plan)!, own)),
  ]);
  await recordAll(tx, [
    ...made,
    ...plans.map((plan) => ({
      id: plan.id,
      blueprint,
      before: plan.before,
      after: written.get(plan) ?? null,
      runId,
    })),
  ]);
  const answers = await withoutHiddenTargets(tx, model, blueprint, [...written.values()]);
  const shown = new Map(plans.map((plan, i) => [plan, answers[i]!]));
  return [...decided.values()].map((decision): Outcome => {
    const { index, identifier } = decision.intent;
    if (!isPlan(decision)) return { index, identifier: identifier ?? "", error: decision.error };
    const entity = shown.get(decision)!;
    return { index, identifier: entity.identifier, entity, created: !decision.existing };
  });
}

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
 * plans in `decided` become changes.
 */
async function insertNew(
  tx: TransactionContext,
  place: Place,
  decided: Decided,
  computed: Computed,
  runId: string | null,
): Promise<void> {
  const { blueprint } = place;
  const inserted = new Set<string>();
  for (let looks = 1; ; looks++) {
    const fresh = plansOf(decided).filter((plan) => !plan.existing && !inserted.has(plan.id));
    const rows = fresh.map((plan) => storedRow(blueprint, plan, computed, runId));
    for (const id of await insertEntities(tx.db, rows, actorId(tx.actor))) inserted.add(id);
    const late = fresh.filter((plan) => !inserted.has(plan.id));
    if (late.length === 0) return;
    for (const { intent, draft } of late)
      decided.set(intent, { intent, error: taken(blueprint.identifier, draft.identifier) });
    const again = late.filter((plan) => plan.intent.kind === "upsert" && looks < LOOKS);
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
  computed: Computed,
  runId: string | null,
): Promise<void> {
  const revisionOf = (plan: Plan) => plan.existing?.revision ?? 0;
  const rows = plans.map((plan) => ({
    ...storedRow(blueprint, plan, computed, runId),
    revision: revisionOf(plan),
  }));
  try {
    const changed = await changeEntities(tx.db, rows, actorId(tx.actor));
    const late = plans.find((plan) => !changed.has(plan.id));
    if (late) throw changedMeanwhile(late.draft.identifier, revisionOf(late), revisionOf(late) + 1);
  } catch (error) {
    const renamed = plans.find((plan) => plan.before?.identifier !== plan.draft.identifier);
    if (renamed && databaseCode(error) === "23505")
      throw taken(blueprint.identifier, renamed.draft.identifier);
    throw error;
  }
}

function entityOf(
  tx: TransactionContext,
  place: Place,
  plan: Plan,
  computed: Computed,
  runId: string | null,
): EntityRecord {
  const { definition } = place.blueprint;
  const row = { ...stampedRow(tx, place, plan), ...storedRow(place.blueprint, plan, computed, runId) };
  const revision = (plan.existing?.revision ?? 0) + 1;
  return toEntity(definition, { ...row, revision }, plan.draft.relations);
}

function changeOf(blueprint: ModelBlueprint, plan: Plan, entity: EntityRecord, found: Found) {
  const now = targetsAfter(blueprint, plan, found);
  const kept = new Set(Object.values(now).flatMap((targets) => targets.map(({ id }) => id)));
  const before = plan.relations.flatMap((relation) => plan.targets[relation] ?? []);
  return {
    id: plan.id,
    blueprintId: blueprint.id,
    // Also what is computed of it, which is stored with it and would not be seen to differ later.
    keys: plan.existing ? changedKeys(plan.before, entity) : ("*" as const),
    relations: !plan.existing || plan.relations.length > 0,
    detached: before.map(({ id }) => id).filter((id) => !kept.has(id)),
  };
}
