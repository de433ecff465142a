import type { Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { storableIssues } from "@/server/properties/storable";
import type { z } from "zod";

export type AnyContext = Context | TransactionContext;

/** Carries the result of a dry run out of its transaction. */
class DryRun<T> extends Error {
  constructor(readonly result: T) {
    super("dry run");
  }
}

const isOutermost = (ctx: AnyContext): boolean => !("rollback" in ctx.db);
const ATTEMPTS = 4;

/**
 * Runs a write in one transaction; `dry` checks everything and keeps nothing. Two writers that wait for each other are
 * told apart by PostgreSQL, which ends one: that one starts anew, unless it is part of somebody else's transaction.
 */
export async function write<T>(
  ctx: AnyContext,
  work: (tx: TransactionContext) => Promise<T>,
  { dry = false } = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction(ctx, async (tx) => {
        const result = await work(tx);
        if (dry) throw new DryRun(result);
        return result;
      });
    } catch (error) {
      if (error instanceof DryRun) return error.result as T;
      if (attempt === ATTEMPTS || !isOutermost(ctx) || !/^(40P01|40001)$/.test(databaseCode(error)))
        throw error;
    }
  }
}

/** The SQLSTATE of a database error, wherever it is in the chain of causes; else an empty text. */
export function databaseCode(error: unknown): string {
  for (let e: unknown = error, depth = 0; e instanceof Error && depth < 5; e = e.cause, depth++)
    if ("severity" in e && "code" in e) return String(e.code);
  return "";
}

/** Reads an input by its schema. Throws Invalid with the path of each fault, also for what could not be stored. */
export function read<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const unstorable = storableIssues(input);
  if (unstorable.length) throw new Invalid(unstorable);
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Invalid(
    parsed.error.issues.map((i) => ({
      path: i.path.map((p) => (typeof p === "symbol" ? String(p) : p)),
      message: i.message,
    })),
  );
}
