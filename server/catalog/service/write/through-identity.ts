import { DomainError } from "@/server/kernel/errors";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { changedKeys } from "../../core/entity-rules";
import { applyToIdentity, type Wanted } from "../system/apply";
import type { Plan, Refusal } from "./decide";
import type { Place } from "./place";

/**
 * What a plan changes, and nothing of what it leaves: that may have changed in the portal since the entity was written, and
 * is in step again in a moment.
 */
function changesOf({ draft, before, relations: changed }: Plan): Wanted {
  const { identifier, title, properties, relations } = draft;
  if (!before) return { identifier, title, properties, relations };
  const keys = changedKeys(before, draft);
  return {
    identifier,
    title: keys.includes("$title") ? title : null,
    properties: Object.fromEntries(Object.entries(properties).filter(([key]) => keys.includes(key))),
    relations: Object.fromEntries(changed.map((key) => [key, relations[key] ?? []])),
  };
}

/**
 * A plan for an entity of a system blueprint, after the person or team that it stands for was made what it says: with the
 * values that they now have. What cannot be done leaves them as they were, and is why the entity is not written.
 */
export async function throughIdentity(
  tx: TransactionContext,
  { model, blueprint }: Place,
  plan: Plan,
): Promise<Plan | Refusal> {
  const { draft, before, intent } = plan;
  try {
    const kept = await transaction(tx, (inner) =>
      applyToIdentity(inner, model, blueprint.identifier, before?.identifier ?? null, changesOf(plan)),
    );
    if (!kept) return plan;
    const values = Object.entries(kept.properties).filter(([, value]) => value !== null);
    const written = {
      ...draft,
      title: kept.title,
      properties: { ...draft.properties, ...Object.fromEntries(values) },
    };
    return { ...plan, draft: written };
  } catch (error) {
    if (error instanceof DomainError) return { intent, error };
    throw error;
  }
}
