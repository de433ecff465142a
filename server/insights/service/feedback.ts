import { visibleAction } from "@/server/actions/service/definitions";
import { actorId, type Context, isAdmin, teamsOf } from "@/server/kernel/context";
import { Forbidden, Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { isEnd } from "@/server/runs/core/lifecycle";
import { visibleRun } from "@/server/runs/service/read";
import { type Feedback, FEEDBACK_FLOOR } from "../core/signals";
import * as store from "../store/feedback";

/** Over so many days feedback is shown. */
const DAYS = 90;

export interface ActionFeedback {
  action: string;
  title: string;
  /** Null: too few people have said something, so it is shown of none. */
  counts: { helpful: number; unhelpful: number } | null;
  need: number;
}

/**
 * Says whether a run was of help, once it has ended; saying it again replaces the word of before. By its requester alone.
 * Throws NotFound, Forbidden for another's run, Precondition while it goes on.
 */
export async function giveFeedback(
  ctx: Context,
  runId: string,
  { helpful, comment }: Feedback,
): Promise<void> {
  checkPermission(ctx.actor, "actions.execute");
  const run = await visibleRun(ctx, runId);
  if (run.requesterId !== actorId(ctx.actor))
    throw new Forbidden("Only who asked for a run says how it went.");
  if (!isEnd(run.status))
    throw new Precondition("The run is not over yet. Say how it went once it has ended.");
  await store.saveFeedback(ctx.db, {
    runId,
    userId: actorId(ctx.actor),
    action: run.actionIdentifier,
    helpful,
    comment: comment || null,
  });
}

/** What the actor has said of a run, and whether they may. Throws NotFound. */
export async function feedbackOn(
  ctx: Context,
  runId: string,
): Promise<{ asked: boolean; given: { helpful: boolean; comment: string | null } | null }> {
  checkPermission(ctx.actor, "runs.read");
  const run = await visibleRun(ctx, runId);
  const own = run.requesterId === actorId(ctx.actor);
  return {
    asked: own && isEnd(run.status),
    given: own ? await store.findFeedback(ctx.db, runId, actorId(ctx.actor)) : null,
  };
}

/** What people said of the runs of the actor's actions; administrators: of all. Counts only where enough have said something. */
export async function listFeedback(ctx: Context): Promise<ActionFeedback[]> {
  checkPermission(ctx.actor, "actions.read");
  const rows = await store.countFeedback(ctx.db, isAdmin(ctx.actor) ? null : teamsOf(ctx.actor), DAYS);
  return rows.map(({ action, title, people, helpful, unhelpful }) => ({
    action,
    title: title ?? action,
    counts: people < FEEDBACK_FLOOR ? null : { helpful, unhelpful },
    need: FEEDBACK_FLOOR,
  }));
}

/** The comments on an action's runs, without names. None while fewer than five people have said something. Throws NotFound unless the actor answers for it. */
export async function feedbackComments(
  ctx: Context,
  action: string,
): Promise<{ helpful: boolean; comment: string }[]> {
  const { definition } = await visibleAction(ctx, action);
  const owns =
    isAdmin(ctx.actor) ||
    (definition.ownerTeam !== undefined && teamsOf(ctx.actor).includes(definition.ownerTeam));
  if (!owns) throw new Forbidden("Only those who answer for an action see what was said of its runs.");
  const [counted] = (await store.countFeedback(ctx.db, null, DAYS)).filter((row) => row.action === action);
  if (!counted || counted.people < FEEDBACK_FLOOR) return [];
  return store.commentsOn(ctx.db, action, DAYS);
}
