import { audit } from "@/server/audit/service";
import { actorId, type Context } from "@/server/kernel/context";
import { Invalid, NotFound, Unauthenticated } from "@/server/kernel/errors";
import { addJob, enqueue } from "@/server/kernel/jobs";
import { checkPermission } from "@/server/kernel/permissions";
import { decrypt, encrypt } from "@/server/kernel/secrets";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import type { Delivery } from "./core/inbound/message";
import { INBOUND, INBOUND_BACKENDS, type InboundBackend } from "./core/inbound/vendors";
import { setHookInput, type HookSummary, type SetHook } from "./core/inbound/hook-input";
import * as store from "./store-inbound";

type Ctx = Context | TransactionContext;

const purpose = (backend: string): string => `hook:${backend}`;

/** Each vendor that may send deliveries, with whether its secret is set. Administrators only; secrets are never read back. */
export async function listHooks(ctx: Ctx): Promise<HookSummary[]> {
  checkPermission(ctx.actor, "actions.manage");
  const rows = new Map((await store.allHooks(ctx.db)).map((row) => [row.backend, row]));
  return INBOUND_BACKENDS.map((backend) => {
    const row = rows.get(backend);
    return {
      backend,
      path: `/api/hooks/${backend}`,
      set: row !== undefined,
      updatedAt: row?.updatedAt ?? null,
      previousUntil: row?.previousUntil ?? null,
    };
  });
}

/** Sets the secret of a vendor's deliveries. The one before counts on for the hours given, so that senders can be changed. */
export async function setHook(ctx: Ctx, input: SetHook): Promise<void> {
  checkPermission(ctx.actor, "actions.manage");
  const { backend, secret, overlapHours } = setHookInput.parse(input);
  await transaction(ctx, async (tx) => {
    const sealed = encrypt(purpose(backend), secret);
    await store.saveHook(tx.db, { backend, sealed, updatedBy: actorId(tx.actor), overlapHours });
    await audit(tx, {
      action: "UPDATE",
      resourceType: "hook",
      resourceId: backend,
      diff: { after: { secretReplaced: true, overlapHours } },
    });
  });
}

/** From now on nothing of this vendor is taken. Throws NotFound. */
export async function deleteHook(ctx: Ctx, backend: InboundBackend): Promise<void> {
  checkPermission(ctx.actor, "actions.manage");
  await transaction(ctx, async (tx) => {
    if (!(await store.removeHook(tx.db, backend))) throw new NotFound("Hook", backend);
    await audit(tx, { action: "DELETE", resourceType: "hook", resourceId: backend });
  });
}

export type Taken = "taken" | "duplicate" | "ignored";

/**
 * Takes a delivery in: checks who signed it, keeps what it says of a run, and has that dealt with. Throws Unauthenticated for
 * what nobody we know has signed, Invalid for what cannot be read.
 */
export async function takeDelivery(
  ctx: Context,
  backend: InboundBackend,
  delivery: Delivery,
): Promise<Taken> {
  const { vendor } = INBOUND[backend];
  const open = await store.openHook(ctx.db, backend);
  // One answer for all, so that nobody learns what was wrong.
  if (!open || !vendor.isGenuine(delivery, secretsOf(open), open.seconds))
    throw new Unauthenticated(
      "This delivery is not signed with the secret that is set for it, or is too old.",
    );
  const deliveryId = vendor.deliveryId(delivery);
  if (deliveryId === null)
    throw new Invalid([], "The delivery has no id by which it could be told from others.");
  const message = readable(() => vendor.read(delivery));
  if (message === null) return "ignored";
  const taken = await store.insertDelivery(ctx.db, { backend, deliveryId, message }, addJob(...DEALING));
  if (taken === "lost") await dealSoon(ctx);
  return taken === "duplicate" ? "duplicate" : "taken";
}

/** One job deals with all that came until it begins. */
const DEALING = ["runs.takeDeliveries", {}, { key: "deliveries" }] as const;
const dealSoon = (ctx: Ctx): Promise<void> => enqueue(ctx, ...DEALING);

/** Has those dealt with whose job was lost. */
export async function sweepDeliveries(ctx: Ctx): Promise<void> {
  if (await store.someForgotten(ctx.db)) await dealSoon(ctx);
}

/** For the runs: deliveries that nobody has looked at, the oldest first. */
export const newDeliveries = (ctx: Ctx, limit: number): Promise<store.DeliveryRow[]> =>
  store.newDeliveries(ctx.db, limit);

/** For the runs: these are news of none of them. */
export const leaveUnmatched = (ctx: Ctx, deliveries: readonly store.DeliveryRow[]): Promise<void> =>
  store.leaveUnmatched(ctx.db, deliveries);

function secretsOf({
  hook,
  previousCounts,
}: NonNullable<Awaited<ReturnType<typeof store.openHook>>>): string[] {
  const sealed = [hook.sealed, ...(previousCounts && hook.previousSealed ? [hook.previousSealed] : [])];
  return sealed.map((bytes) => decrypt(purpose(hook.backend), bytes).toString("utf8"));
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError) throw new Invalid([], "The body of the delivery is no JSON.");
    throw error;
  }
}

/** For the runs: a delivery that waits to be dealt with; null when it was. */
export async function waitingDelivery(
  ctx: Ctx,
  backend: string,
  deliveryId: string,
): Promise<store.DeliveryRow | null> {
  const row = await store.findDelivery(ctx.db, backend, deliveryId);
  return row?.status === "waiting" ? row : null;
}

/** For the runs: what came of a delivery; `waiting`: it is looked at again. */
export const settleDelivery = (
  ctx: Ctx,
  delivery: Pick<store.DeliveryRow, "backend" | "deliveryId">,
  status: store.DeliveryRow["status"],
): Promise<void> => store.settleDelivery(ctx.db, delivery, status);

export const forgetDeliveries = (ctx: Ctx): Promise<void> => store.forgetDeliveries(ctx.db);
