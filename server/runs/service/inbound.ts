import type { Context } from "@/server/kernel/context";
import { enqueue } from "@/server/kernel/jobs";
import { transaction } from "@/server/kernel/transaction";
import { settleDelivery, waitingDelivery } from "@/server/pipelines/inbound";
import { isOfRun } from "@/server/runs/core/inbound";
import { findRunToTell, someCallUnanswered } from "@/server/runs/store/inbound";
import { takeNews } from "./told";

/** Until a delivery that came before we knew the id of its run is looked at again, in seconds, one time after the other. */
const AGAIN_SECONDS = [1, 3, 10, 30, 120];

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
    await transaction(ctx, async (tx) => {
      const news = { ...message.news, state, deliveryId: `${backend}:${deliveryId}` };
      if (await takeNews(tx, run.id, { ...news, ...(at && { at }) }))
        await settleDelivery(tx, delivery, "done");
    });
    return;
  }
  const seconds = AGAIN_SECONDS[attempts];
  const again = seconds !== undefined && (await someCallUnanswered(ctx.db, message.kind));
  await transaction(ctx, async (tx) => {
    await settleDelivery(tx, delivery, again ? "waiting" : "unmatched");
    if (again)
      await enqueue(
        tx,
        "runs.takeDelivery",
        { backend, deliveryId },
        { key: `delivery:${backend}:${deliveryId}`, runAt: new Date(Date.now() + seconds * 1000) },
      );
  });
}

/** A workflow that is not to be followed says where it runs, and never how the run ends. */
function follows(invocation: { type: string; reportWorkflowStatus?: unknown }): boolean {
  const given = invocation.reportWorkflowStatus;
  return given === undefined || given === true || String(given).trim().toLowerCase() === "true";
}
