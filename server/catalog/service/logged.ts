import { auditFailure, type AuditEntry } from "@/server/audit/service";
import { isAdmin, type Context } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import type { AnyContext } from "./write";

/** A refusal may name hundreds of places; the log needs the first of them. */
const MAX_MESSAGE = 2000;

/**
 * Does what an administrator asked for; when it is refused, the audit log says so, with the reason. As part of somebody
 * else's transaction it only does it: who began that transaction knows how it ended.
 */
export async function logged<T>(
  ctx: AnyContext,
  entry: Omit<AuditEntry, "status" | "message" | "diff">,
  work: () => Promise<T> | T,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) await logRefusal(ctx, entry, error);
    throw error;
  }
}

/** Says in the audit log that something was refused to an administrator. */
export async function logRefusal(
  ctx: AnyContext,
  entry: Omit<AuditEntry, "status" | "message" | "diff">,
  error: DomainError,
): Promise<void> {
  if (!isAdmin(ctx.actor) || "rollback" in ctx.db) return;
  await auditFailure(ctx as Context, { ...entry, message: error.message.slice(0, MAX_MESSAGE) });
}

/** Under which name a refused document is logged: what it calls itself, as far as that is text. */
export function identifierIn(input: unknown): string {
  const identifier = (input as { identifier?: unknown } | null)?.identifier;
  return typeof identifier === "string" ? identifier.replaceAll("\0", "").slice(0, 100) : "";
}
