import { actorId } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { inheritsTeam } from "../../core/entity-rules";
import type { ModelBlueprint } from "../../core/model";
import type { NewEntity } from "../../store/entity-batch";
import { computeOwn, type OwnComputed } from "../computed/own";
import { checkAccess, plansOf, type Decided, type Plan } from "./decide";
import type { Place } from "./place";
import { targetsAfter, type Found } from "./targets";

/** What is computed of the entity of a plan. */
export type Computed = Map<Plan, OwnComputed>;

/** Computes what entities take from themselves and from what they relate to. What the same batch makes follows after it. */
export async function compute(
  tx: TransactionContext,
  place: Place,
  plans: readonly Plan[],
  found: Found,
  computed: Computed,
): Promise<void> {
  const { blueprint, model } = place;
  if (plans.length === 0) return;
  const values = await computeOwn(
    tx,
    model,
    blueprint,
    plans.map((plan) => {
      const { createdAt, updatedAt, ...row } = stampedRow(tx, place, plan);
      return {
        ...row,
        faults: plan.existing?.faults ?? null,
        createdAt: createdAt.toISOString(),
        updatedAt: updatedAt.toISOString(),
        targets: targetsAfter(blueprint, plan, found),
      };
    }),
  );
  for (const plan of plans) {
    const own = values.get(plan.id);
    if (own) computed.set(plan, own);
  }
}

/** Refuses plans whose teams turn out to be others than the actor may write for. Out: whether there are any. */
export function refuseForeign(
  tx: TransactionContext,
  blueprint: ModelBlueprint,
  decided: Decided,
  computed: Computed,
): boolean {
  let any = false;
  for (const plan of plansOf(decided)) {
    const team = computed.get(plan)?.team ?? plan.draft.team;
    const isChecked = plan.before !== null || !inheritsTeam(blueprint.definition);
    if (isChecked && team.join("\n") === plan.draft.team.join("\n")) continue;
    try {
      checkAccess(tx, blueprint, plan.before, { ...plan.draft, team });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      decided.set(plan.intent, { intent: plan.intent, error });
      any = true;
    }
  }
  return any;
}

/** The row of a plan, with all its values. */
export function storedRow(
  blueprint: ModelBlueprint,
  plan: Plan,
  computed: Computed,
  runId: string | null,
): NewEntity {
  const { identifier, title, icon, team, properties } = plan.draft;
  const own = computed.get(plan) ?? { properties, team, faults: plan.existing?.faults ?? null };
  return { id: plan.id, blueprintId: blueprint.id, identifier, title, icon, runId, ...own };
}

/** The row of a plan before anything is computed, with its stamps. */
export function stampedRow(tx: TransactionContext, { at }: Place, { id, existing, draft }: Plan) {
  const { identifier, title, icon, team, properties } = draft;
  const by = actorId(tx.actor);
  const created = existing ?? { createdAt: at, createdBy: by };
  return {
    id,
    identifier,
    title,
    icon,
    team,
    properties,
    createdAt: created.createdAt,
    createdBy: created.createdBy,
    updatedAt: at,
    updatedBy: by,
  };
}
