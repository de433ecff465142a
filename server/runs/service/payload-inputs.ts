import { entitiesNamed } from "@/server/catalog/service/read";
import { published } from "@/server/catalog/service/record";
import type { Entity } from "@/server/catalog/schema";
import type { Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { type NamedEntity, namedEntities, withEntities } from "@/server/runs/core/payload-inputs";
import { appendEvent } from "@/server/runs/store/runs";

type AnyContext = Context | TransactionContext;

/**
 * The inputs as templates see them, with the entities as they are now and as the actor may read them. `gone` are those
 * that there are no more.
 */
export async function payloadInputs(
  ctx: AnyContext,
  userInputs: Record<string, unknown>,
  inputs: Record<string, unknown>,
): Promise<{ inputs: Record<string, unknown>; gone: NamedEntity[] }> {
  const wanted = new Map<string, string[]>();
  for (const { blueprint, identifier } of namedEntities(userInputs, inputs))
    wanted.set(blueprint, [...(wanted.get(blueprint) ?? []), identifier]);
  const found = await Promise.all([...wanted].map(([blueprint, names]) => readable(ctx, blueprint, names)));
  return withEntities(userInputs, inputs, found.flat());
}

/** The same for the engine: whether the requester may see the entities was asked when they requested. */
export const engineInputs = (
  ctx: AnyContext,
  run: { action: { userInputs: Record<string, unknown> }; inputs: Record<string, unknown> },
) => payloadInputs({ ...ctx, actor: { kind: "system", name: "Waymark" } }, run.action.userInputs, run.inputs);

async function readable(ctx: AnyContext, blueprint: string, identifiers: string[]): Promise<Entity[]> {
  try {
    return (await entitiesNamed(ctx, blueprint, identifiers)).map(published);
  } catch (error) {
    // A blueprint that has gone took its entities with it.
    if (error instanceof NotFound) return [];
    throw error;
  }
}

/** Writes into the run's timeline which of its inputs name what is no longer there. The run's row must be locked. */
export async function noteGone(tx: TransactionContext, runId: string, gone: NamedEntity[]): Promise<void> {
  if (gone.length) await appendEvent(tx, runId, "entities_gone", { entities: gone });
}
