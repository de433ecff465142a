import type { Entity } from "@/server/catalog/schema";
import { searchBlueprint } from "@/server/catalog/service/search";
import type { Context } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { SelfServiceTrigger } from "../schema";

type AnyContext = Context | TransactionContext;

/** Those of some entities of one blueprint on which an action is offered, by its condition; all where it has none. */
export async function offeredOn(
  ctx: AnyContext,
  { condition }: Pick<SelfServiceTrigger, "condition">,
  blueprint: string,
  identifiers: readonly string[],
): Promise<Set<string>> {
  if (!condition || identifiers.length === 0) return new Set(identifiers);
  const { type: _, ...query } = condition;
  try {
    const { entities } = await searchBlueprint(
      ctx,
      blueprint,
      { query, identifiers: [...identifiers], limit: identifiers.length },
      { include: ["identifier"] },
    );
    return new Set(entities.map((entity) => String(entity.identifier)));
  } catch (error) {
    // It names what has gone since it was saved: then it is offered nowhere, rather than every list fail.
    if (error instanceof DomainError && error.code === "invalid") return new Set();
    throw error;
  }
}

/** Whether an action is offered on an entity. */
export async function matchesCondition(
  ctx: AnyContext,
  trigger: Pick<SelfServiceTrigger, "condition">,
  entity: Pick<Entity, "blueprint" | "identifier">,
): Promise<boolean> {
  return (await offeredOn(ctx, trigger, entity.blueprint, [entity.identifier])).has(entity.identifier);
}
