import { visibleAction } from "@/server/actions/service/definitions";
import { audit } from "@/server/audit/service";
import { findActiveUsers } from "@/server/identity/service/people";
import { knownTeams } from "@/server/identity/service/teams";
import { actorId, actorName, type Context, isAdmin, teamsOf } from "@/server/kernel/context";
import { Invalid, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { visibleRun } from "@/server/runs/service/read";
import {
  type AskHelp,
  type HelpContext,
  type HelpFilter,
  type HelpStatus,
  helpStatus,
} from "../core/signals";
import { oneLine } from "../core/one-line";
import * as store from "../store/help";
import { tellOwners, tellRequester } from "./help-notices";
import { ingest } from "./ingest";

export interface HelpView extends Omit<store.HelpRow, "requesterId" | "closedBy" | "updatedAt"> {
  status: HelpStatus;
  mine: boolean;
}
export interface HelpThread extends HelpView {
  messages: { id: number; author: string; byOwner: boolean; body: string; at: Date }[];
  /** Whether the actor answers for the action. */
  canAnswer: boolean;
}

/** Those who answer for it: the members of its team, and administrators. */
const answersFor = (ctx: Pick<Context, "actor">, row: Pick<store.HelpRow, "team">): boolean =>
  isAdmin(ctx.actor) || (row.team !== null && teamsOf(ctx.actor).includes(row.team));

const viewOf = (ctx: Pick<Context, "actor">, row: store.HelpRow): HelpView => {
  const { requesterId, closedBy: _closedBy, updatedAt: _updatedAt, ...facts } = row;
  return { ...facts, status: helpStatus(row), mine: requesterId === actorId(ctx.actor) };
};

/**
 * Asks the owners of an action for help, from its form or from one of its runs. They are told, with how the run stood and no
 * value of any input; a run about which help was asked counts as helped. The same id again is the same request. Throws
 * NotFound for an action or a run that the actor does not see, Invalid for an id that is somebody else's.
 */
export async function askHelp(ctx: Context, input: AskHelp): Promise<HelpView> {
  checkPermission(ctx.actor, "actions.execute");
  return transaction(ctx, async (tx) => {
    const about = await subjectOf(tx, input);
    const [known] = about.ownerTeam === null ? [] : await knownTeams(tx, [about.ownerTeam]);
    const made = await store.insertHelp(tx.db, {
      id: input.id,
      action: about.action,
      runId: input.runId ?? null,
      context: about.context,
      team: known ?? null,
      requesterId: actorId(tx.actor),
      requesterName: actorName(tx.actor),
    });
    if (!made) {
      const before = await store.findHelp(tx.db, input.id);
      if (before?.requesterId !== actorId(tx.actor))
        throw Invalid.at(["id"], "This id is taken. Make another one.");
      return viewOf(tx, before);
    }
    await store.insertMessage(tx.db, {
      requestId: made.id,
      authorId: made.requesterId,
      authorName: made.requesterName,
      byOwner: false,
      body: input.question,
    });
    await tellTicket(tx, made, tx.actor.kind === "user" ? tx.actor.email : undefined);
    await tellOwners(tx, made, await ownersOf(tx, made), input.question);
    await audit(tx, {
      action: "CREATE",
      resourceType: "help_request",
      resourceId: made.id,
      runId: made.runId,
      diff: { after: { action: made.action, team: made.team } },
    });
    return viewOf(tx, made);
  });
}

async function subjectOf(
  tx: TransactionContext,
  { action, runId, formId, step }: AskHelp,
): Promise<{ action: string; ownerTeam: string | null; context: HelpContext }> {
  if (runId === undefined) {
    const { identifier, definition } = await visibleAction(tx, action!);
    return {
      action: identifier,
      ownerTeam: definition.ownerTeam ?? null,
      context: {
        actionTitle: definition.title ?? identifier,
        formId: formId ?? null,
        formStep: step ?? null,
        run: null,
      },
    };
  }
  const run = await visibleRun(tx, runId);
  const { failure } = run;
  return {
    action: run.actionIdentifier,
    ownerTeam: await ownerTeamOf(tx, run.actionIdentifier),
    context: {
      actionTitle: run.action.title,
      formId: null,
      formStep: null,
      run: {
        status: run.status,
        stage: failure?.stage ?? null,
        code: failure?.code ?? null,
        message: failure?.message ?? null,
        entity: run.target?.identifier ?? run.entityIdentifier,
        blueprint: run.target?.blueprint ?? run.blueprint,
        links: run.links,
      },
    },
  };
}

/** Of an action that is gone or hidden since the run: nobody's, so that administrators answer. */
async function ownerTeamOf(tx: TransactionContext, action: string): Promise<string | null> {
  try {
    return (await visibleAction(tx, action)).definition.ownerTeam ?? null;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

async function ownersOf(tx: TransactionContext, row: store.HelpRow): Promise<string[]> {
  const team = row.team === null ? [] : await findActiveUsers(tx, { teams: [row.team] });
  const people = team.length > 0 ? team : await findActiveUsers(tx, { roles: ["admin"] });
  return people.map(({ id }) => id);
}

/** The request as a ticket, which figures count. Told by the portal: its requester may not tell of events. */
async function tellTicket(tx: TransactionContext, row: store.HelpRow, openedBy?: string): Promise<void> {
  const portal: TransactionContext = { ...tx, actor: { kind: "system", name: "help" } };
  const event = {
    externalId: `help:${row.id}`,
    title: oneLine(`Help with ${row.context.actionTitle}`, 500),
    openedAt: row.openedAt.toISOString(),
    firstReplyAt: row.firstReplyAt?.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    openedBy,
    area: "self-service",
    runId: row.runId ?? undefined,
    reportedAt: row.updatedAt.toISOString(),
  };
  const { refused } = await ingest(portal, "tickets", [event], { source: "portal" });
  if (refused[0]) throw new Invalid([], refused[0].issues.map(({ message }) => message).join(" "));
}

/** A form that help was asked from was sent: its run was helped. */
export async function tieToRun(tx: TransactionContext, formId: string, runId: string): Promise<void> {
  for (const row of await store.setRun(tx.db, formId, actorId(tx.actor), runId)) await tellTicket(tx, row);
}

/** Requests that the actor has to answer, or has asked; the newest first, at most 200. */
export async function listHelp(ctx: Context, { of, status }: HelpFilter): Promise<HelpView[]> {
  checkPermission(ctx.actor, "actions.read");
  const whose =
    of === "mine"
      ? { requesterId: actorId(ctx.actor) }
      : { teams: isAdmin(ctx.actor) ? null : teamsOf(ctx.actor) };
  return (await store.listHelp(ctx.db, { ...whose, status })).map((row) => viewOf(ctx, row));
}

/** Requests about a run that the actor asked or answers for. Throws NotFound for a run that they do not see. */
export async function helpOfRun(ctx: Context, runId: string): Promise<HelpView[]> {
  checkPermission(ctx.actor, "runs.read");
  await visibleRun(ctx, runId);
  const rows = await store.listHelp(ctx.db, { runId, status: "all" });
  return rows
    .filter((row) => row.requesterId === actorId(ctx.actor) || answersFor(ctx, row))
    .map((row) => viewOf(ctx, row));
}

async function visible(ctx: Context | TransactionContext, id: string): Promise<store.HelpRow> {
  checkPermission(ctx.actor, "actions.read");
  const row = await store.findHelp(ctx.db, id);
  if (!row || !(row.requesterId === actorId(ctx.actor) || answersFor(ctx, row)))
    throw new NotFound("Help request", id);
  return row;
}

/** A request with all that was said. Throws NotFound unless the actor asked it or answers for it. */
export async function getHelp(ctx: Context, id: string): Promise<HelpThread> {
  const row = await visible(ctx, id);
  const messages = await store.messagesOf(ctx.db, id);
  return {
    ...viewOf(ctx, row),
    canAnswer: answersFor(ctx, row),
    messages: messages.map(({ id: number, authorName, byOwner, body, at }) => ({
      id: number,
      author: authorName,
      byOwner,
      body,
      at,
    })),
  };
}

/** Says something more. The first word of an owner answers it; a word of the requester opens it again. Throws NotFound. */
export async function replyHelp(ctx: Context, { id, body }: { id: string; body: string }): Promise<void> {
  await transaction(ctx, async (tx) => {
    const row = await visible(tx, id);
    const byOwner = row.requesterId !== actorId(tx.actor);
    await store.insertMessage(tx.db, {
      requestId: id,
      authorId: actorId(tx.actor),
      authorName: actorName(tx.actor),
      byOwner,
      body,
    });
    if (byOwner) await store.markAnswered(tx.db, id);
    else await store.setClosed(tx.db, id, false, row.requesterId);
    const after = (await store.findHelp(tx.db, id))!;
    await tellTicket(tx, after);
    if (byOwner) await tellRequester(tx, after, `${actorName(tx.actor)} answered`, body);
    else await tellOwners(tx, after, await ownersOf(tx, after), body);
    await audit(tx, {
      action: "UPDATE",
      resourceType: "help_request",
      resourceId: id,
      runId: row.runId,
      message: byOwner ? "Answered." : "Asked further.",
    });
  });
}

/** Closes it: by its requester or an owner. One that is closed stays as it is. Throws NotFound. */
export async function closeHelp(ctx: Context, id: string): Promise<HelpView> {
  return transaction(ctx, async (tx) => {
    const row = await visible(tx, id);
    const closed = await store.setClosed(tx.db, id, true, actorId(tx.actor));
    if (!closed) return viewOf(tx, row);
    await tellTicket(tx, closed);
    if (row.requesterId !== actorId(tx.actor))
      await tellRequester(tx, closed, `${actorName(tx.actor)} closed your request`, "");
    await audit(tx, {
      action: "UPDATE",
      resourceType: "help_request",
      resourceId: id,
      runId: row.runId,
      message: "Closed.",
    });
    return viewOf(tx, closed);
  });
}
