import type { Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { type Starter, STARTERS } from "../core/starters";
import { createPolicy, getPolicy, type PolicyView, publishPolicy } from "./policies";
import * as store from "../store";

type AnyContext = Context | TransactionContext;

/** The policies that the portal brings along and that there are not yet: one that was added is a policy like any other. */
export async function listStarters(ctx: AnyContext): Promise<Starter[]> {
  checkPermission(ctx.actor, "policies.manage");
  const known = await store.idsOf(
    ctx.db,
    STARTERS.map(({ identifier }) => identifier),
  );
  return STARTERS.filter(({ identifier }) => !known.has(identifier));
}

/**
 * Adds a policy of the starter set, as a draft or at once in force. Administrators only. Throws NotFound for one that there
 * is not, Conflict when it was added already, Invalid when it does not fit this portal, such as for want of people.
 */
export async function addStarter(
  ctx: AnyContext,
  input: { identifier: string; live: boolean },
): Promise<PolicyView> {
  checkPermission(ctx.actor, "policies.manage");
  const starter = STARTERS.find(({ identifier }) => identifier === input.identifier);
  if (!starter) throw new NotFound("Starter policy", input.identifier);
  return transaction(ctx, async (tx) => {
    await createPolicy(tx, { identifier: starter.identifier, ...starter.definition });
    return input.live ? publishPolicy(tx, starter.identifier) : getPolicy(tx, starter.identifier);
  });
}
