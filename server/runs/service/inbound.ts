import type { Context } from "@/server/kernel/context";
import { enqueue } from "@/server/kernel/jobs";
import { log } from "@/server/kernel/log";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import type { InboundMessage } from "@/server/pipelines/core/inbound/message";
import { leaveUnmatched, newDeliveries, settleDelivery, waitingDelivery } from "@/server/pipelines/inbound";
import { isOfRun } from "@/server/runs/core/inbound";
import { findRunToTell, namingRuns, someCallUnanswered } from "@/server/runs/store/inbound";
import { takeNews } from "./told";

/** Until a delivery that came before we knew the id of its run is looked at again, in seconds, one time after the other. */
const AGAIN_SECONDS = [1, 3, 10, 30, 120];

/** So many deliveries are looked at together. */
const BATCH = 200;

/**
 * Deals with all deliveries that nobody has looked at. Most that a vendor sends are of no run of ours: those are left together.
 * One that cannot be dealt with gets a job of its own, so that it keeps none of the others waiting.
 */
export async function dealWithDeliveries(ctx: Context): Promise<void> {
  for (;;) {
    const batch = await newDeliveries(ctx, BATCH);
    if (batch.length === 0) return;
    // Asked before the runs are: an answer that is stored in between makes its run known.
    const open = new Set<string>();
    for (const kind of new Set(batch.map(({ message }) => message.kind)))
      if (await someCallUnanswered(ctx.db, kind)) open.add(kind);
    const naming = await namingRuns(
      ctx.db,
      batch.map(({ message }) => message),
    );
    const mayMatter = (message: InboundMessage, n: number) => naming.has(n) || open.has(message.kind);
    await leaveUnmatched(
      ctx,
      batch.filter(({ message }, n) => !mayMatter(message, n)),
    );
    for (const delivery of batch.filter(({ message }, n) => mayMatter(message, n)))
      try {
        await dealWithDelivery(ctx, delivery);
      } catch (error) {
        log.warn({ backend: delivery.backend, err: String(error) }, "a delivery could not be dealt with");
        await transaction(ctx, async (tx) => {
          await settleDelivery(tx, delivery, "waiting");
          await lookAgain(tx, delivery, 1);
        });
      }
  }
}

const lookAgain = (
  tx: TransactionContext,
  { backend, deliveryId }: { backend: string; deliveryId: string },
  seconds: number,
): Promise<void> =>
  enqueue(
    tx,
    "runs.takeDelivery",
    { backend, deliveryId },
    { key: `delivery:${backend}:${deliveryId}`, runAt: new Date(Date.now() + seconds * 1000) },
  );

/**
 * Deals with one delivery: its news go to the run that they are of, once. What is of no run of ours is looked at again while a
 * call is open whose answer we do not have yet, since it may be that one; then it is left.
 */
export async function dealWithDelivery(
  ctx: Context,
  { backend, deliveryId }: { backend: string; deliveryId: string },
): Promise<void> {
  const delivery = await waitingDelivery(ctx, backend, deliveryId);
  if (!delivery) return;
  const { message, attempts } = delivery;
  const run = await findRunToTell(ctx.db, message);
  if (run && isOfRun(message, run)) {
    const state = follows(run.action.invocation) ? message.news.state : "waiting";
    const at = message.at === null ? undefined : new Date(message.at);
    const taken = await transaction(ctx, async (tx) => {
      const news = { ...message.news, state, deliveryId: `${backend}:${deliveryId}` };
      const effect = await takeNews(tx, run.id, { ...news, ...(at && { at }) });
      if (effect) await settleDelivery(tx, delivery, "done");
      return effect !== null;
    });
    // Of one that was never called nobody can have news.
    if (taken) return;
  }
  const seconds = AGAIN_SECONDS[attempts];
  const again = seconds !== undefined && (await someCallUnanswered(ctx.db, message.kind));
  await transaction(ctx, async (tx) => {
    await settleDelivery(tx, delivery, again ? "waiting" : "unmatched");
    if (again) await lookAgain(tx, delivery, seconds);
  });
}

/** A workflow that is not to be followed says where it runs, and never how the run ends. */
function follows(invocation: { type: string; reportWorkflowStatus?: unknown }): boolean {
  const given = invocation.reportWorkflowStatus;
  return given === undefined || given === true || String(given).trim().toLowerCase() === "true";
}
