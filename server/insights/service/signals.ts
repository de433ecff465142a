import { type Context, teamsOf } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import { visibleAction } from "@/server/actions/service/definitions";
import { visibleRun } from "@/server/runs/service/read";
import * as store from "../store/signals";
import { readSettings } from "../store/settings";
import { tieToRun } from "./help";

/** A person has looked at the portal today, by the organisation's clock: counted once, and nothing else is kept. */
export async function noteVisit(ctx: Context): Promise<void> {
  checkPermission(ctx.actor, "session");
  if (ctx.actor.kind !== "user") return;
  const { timeZone } = await readSettings(ctx.db);
  await store.insertVisit(ctx.db, ctx.actor.id, timeZone);
}

/** A person has looked something up today, in the documentation or by search: counted once, and not what it was. */
export async function noteLookup(ctx: Context): Promise<void> {
  checkPermission(ctx.actor, "session");
  if (ctx.actor.kind !== "user") return;
  const { timeZone } = await readSettings(ctx.db);
  await store.insertLookup(ctx.db, ctx.actor.id, timeZone);
}

/** A form was opened. What is typed into it is told nobody. Throws NotFound for an action that there is not. */
export async function startForm(ctx: Context, { id, action }: { id: string; action: string }): Promise<void> {
  checkPermission(ctx.actor, "actions.execute");
  await visibleAction(ctx, action);
  await store.insertFormStart(ctx.db, { id, action, team: teamsOf(ctx.actor)[0] ?? null });
}

/** Its person got to this step. Who leaves it there is counted as having left it there. */
export async function stepForm(ctx: Context, { id, step }: { id: string; step: string }): Promise<void> {
  checkPermission(ctx.actor, "actions.execute");
  await store.updateStep(ctx.db, id, step);
}

/** The same form was sent, and a run came of it; who asked for help on the way to it was helped. Throws NotFound for a run that is not theirs to see. */
export async function endForm(ctx: Context, { id, runId }: { id: string; runId: string }): Promise<void> {
  checkPermission(ctx.actor, "actions.execute");
  await visibleRun(ctx, runId);
  await transaction(ctx, async (tx) => {
    await store.submitForm(tx.db, id, runId);
    await tieToRun(tx, id, runId);
  });
}
