import { actorId, type Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { type RecentAction, recentActions } from "@/server/runs/service/recent";
import { addFavourite, favouritesOf, removeFavourite } from "../store-favourites";
import { visibleAction } from "./definitions";
import { type ActionSummary, listActions } from "./form";

/** Actions that a person requested last are few enough to be seen at a glance. */
const MAX_RECENT = 6;

export interface Gallery {
  actions: (ActionSummary & { favourite: boolean })[];
  /** What the person requested last, the newest first; of the actions above alone. */
  recent: RecentAction[];
}

/** Everything that the actor may run, with what they keep at hand and what they ran last. */
export async function galleryOf(ctx: Context): Promise<Gallery> {
  const [actions, favourites, recent] = await Promise.all([
    listActions(ctx),
    favouritesOf(ctx.db, actorId(ctx.actor)),
    recentActions(ctx, MAX_RECENT * 2),
  ]);
  const kept = new Set(favourites);
  const offered = new Set(actions.map((action) => action.identifier));
  return {
    actions: actions.map((action) => ({ ...action, favourite: kept.has(action.id) })),
    recent: recent.filter(({ identifier }) => offered.has(identifier)).slice(0, MAX_RECENT),
  };
}

/** Keeps an action at hand, or no longer; doing it twice changes nothing. Throws NotFound for an action that the actor may not know of. */
export async function setFavourite(
  ctx: Context,
  identifier: string,
  favourite: boolean,
): Promise<{ favourite: boolean }> {
  checkPermission(ctx.actor, "actions.read");
  const row = await visibleAction(ctx, identifier);
  if (row.definition.trigger.type !== "self-service") throw new NotFound("Action", identifier);
  await (favourite ? addFavourite : removeFavourite)(ctx.db, actorId(ctx.actor), row.id);
  return { favourite };
}
