import type { Entity } from "@/server/catalog/schema";
import { getEntity } from "@/server/catalog/service/read";
import type { Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";

type AnyContext = Context | TransactionContext;

/** What a verb finds, or null when it does not exist. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

export const findEntity = (ctx: AnyContext, blueprint: string, identifier: string): Promise<Entity | null> =>
  orNull(getEntity(ctx, blueprint, identifier));
