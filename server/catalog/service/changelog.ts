import { auditFailure } from "@/server/audit/service";
import type { Context } from "@/server/kernel/context";
import { sendOut } from "@/server/kernel/egress";
import { env } from "@/server/kernel/env";
import { DomainError, Unavailable } from "@/server/kernel/errors";
import type { Events } from "@/server/kernel/events";
import { enqueue } from "@/server/kernel/jobs";
import { signatureHeaders } from "@/server/kernel/signature";
import type { TransactionContext } from "@/server/kernel/transaction";
import { changeMessage, webhookOf } from "../core/changelog";
import type { Entity } from "../schema";
import { revisionAt } from "../store/revisions";
import { modelOf } from "./model";
import { actorNames } from "./names";

type Logged = Events["entity.logged"];

/** The last of them comes about an hour after the first. */
const ATTEMPTS = 9;

/** Has a change sent to where its blueprint says, again and again until it is taken. */
export async function onEntityLogged(tx: TransactionContext, change: Logged): Promise<void> {
  await enqueue(tx, "catalog.sendChange", change, { maxAttempts: ATTEMPTS });
}

/**
 * Sends one change to the webhook that its blueprint has now; to none any more: nothing is sent. Throws when the receiver
 * does not take it, so that it is tried again; what it never took, and an address that may not be reached, is in the audit log.
 */
export async function sendChange(
  ctx: Context,
  { entityId, revision, origin }: Logged,
  attempt: number,
  send: typeof sendOut = sendOut,
): Promise<void> {
  const { now, before } = await revisionAt(ctx.db, entityId, revision);
  const definition = now && (await modelOf(ctx)).blueprints.get(now.blueprint)?.definition;
  const url = definition && webhookOf(definition);
  if (!now || !url) return;
  const names = await actorNames(ctx, [now.by]);
  const message = changeMessage({
    blueprint: now.blueprint,
    entity: now.identifier,
    runId: now.runId,
    at: now.at.toISOString(),
    by: { userId: now.by, name: names.get(now.by) ?? now.by },
    origin,
    before: (before?.snapshot ?? null) as Partial<Entity> | null,
    after: now.snapshot as Partial<Entity> | null,
  });
  try {
    await post(url, JSON.stringify(message), send);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // An address that the portal may not reach will not be one it may by being tried again.
    if (error.code !== "invalid" && attempt < ATTEMPTS) throw error;
    await auditFailure(ctx, {
      action: "SEND_CHANGE",
      resourceType: "entity",
      resourceId: now.identifier,
      blueprint: now.blueprint,
      runId: now.runId,
      message: `The change to revision ${revision} was not taken by the webhook. ${error.message}`,
    });
  }
}

async function post(url: string, body: string, send: typeof sendOut): Promise<void> {
  const seconds = Math.floor(Date.now() / 1000);
  const { status } = await send(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...signatureHeaders(env().WAYMARK_WEBHOOK_SECRET, body, seconds),
    },
    body,
  });
  if (status < 200 || status >= 300) throw new Unavailable(`It answered with the status ${status}.`);
}
