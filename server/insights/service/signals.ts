import { type Context, teamsOf } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import * as store from "../store/signals";
import { readSettings } from "../store/settings";

/** A person has looked at the portal today, by the organisation's clock: counted once, and nothing else is kept. */
export async function noteVisit(ctx: Context): Promise<void> {
  checkPermission(ctx.actor, "session");
  if (ctx.actor.kind !== "user") return;
  const { timeZone } = await readSettings(ctx.db);
  await store.insertVisit(ctx.db, ctx.actor.id, timeZone);
}

/** A form was opened. What is typed into it is told nobody. */
export async function startForm(ctx: Context, { id, action }: { id: string; action: string }): Promise<void> {
  checkPermission(ctx.actor, "actions.execute");
  await store.insertFormStart(ctx.db, { id, action, team: teamsOf(ctx.actor)[0] ?? null });
}

/** The same form was sent, and a run came of it. */
export async function endForm(ctx: Context, { id, runId }: { id: string; runId: string }): Promise<void> {
  checkPermission(ctx.actor, "actions.execute");
  await store.submitForm(ctx.db, id, runId);
}
