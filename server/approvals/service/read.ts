import { usersByIds } from "@/server/identity/service/people";
import { type Context, isAdmin, requireUser } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import { type Candidate, entitlements } from "../core/rule";
import type { ApprovalStage, Vote } from "../schema";
import { lastVotes, requestByRun, type RequestRow, votesOf } from "../store";
import { countDecidable, decidable, everyRequest, requestedBy, votedBy } from "../store-inbox";
import { approversUnder, barredIn } from "./candidates";
import { candidateOf, delegatorsOf } from "./reader";
import { type ApprovalView, present } from "./view";

export type { ApprovalView } from "./view";

/** Enough for any screen; whoever has more open requests decides the ones that expire first. */
const INBOX_LIMIT = 200;

export interface InboxItem extends ApprovalView {
  /** Why the reader may decide; empty for requests of one's own. */
  why: string[];
}

export interface Inbox {
  toDecide: InboxItem[];
  requested: InboxItem[];
  decided: InboxItem[];
}

/** What waits for the actor's decision, what the actor requested, and what the actor has voted on. People only. */
export async function listInbox(ctx: Context): Promise<Inbox> {
  const user = requireUser(ctx);
  const person = candidateOf(user);
  const delegators = await delegatorsOf(ctx, user.id);
  const [open, own, voted] = await Promise.all([
    decidable(ctx.db, person, delegators, INBOX_LIMIT),
    requestedBy(ctx.db, user.id, INBOX_LIMIT),
    votedBy(ctx.db, user.id, INBOX_LIMIT),
  ]);
  const views = new Map((await present(ctx, [...open, ...own, ...voted])).map((view) => [view.id, view]));
  const pick = (rows: RequestRow[], why: (row: RequestRow) => string[]) =>
    rows.flatMap((row) => {
      const view = views.get(row.id);
      return view ? [{ ...view, why: why(row) }] : [];
    });
  return {
    toDecide: pick(open, (row) => whyIn(row.stages[row.stage], row.excludedUserIds, person, delegators)),
    requested: pick(own, () => []),
    decided: pick(voted, () => []),
  };
}

/** Every request, the newest first. Administrators only. */
export async function listAllRequests(ctx: Context): Promise<ApprovalView[]> {
  checkPermission(ctx.actor, "audit.read");
  return present(ctx, await everyRequest(ctx.db, INBOX_LIMIT));
}

/** How many requests wait for the actor's decision. */
export async function countPending(ctx: Context): Promise<number> {
  const user = requireUser(ctx);
  return countDecidable(ctx.db, candidateOf(user), await delegatorsOf(ctx, user.id));
}

/** Why somebody may decide in a stage, in their own right and in the place of others. */
function whyIn(
  stage: ApprovalStage | undefined,
  excluded: readonly string[],
  person: Candidate,
  delegators: readonly Candidate[],
): string[] {
  if (!stage) return [];
  const barred = barredIn(stage, excluded);
  if (barred.includes(person.id)) return [];
  const own = entitlements(stage.from, person);
  if (own.length) return own;
  return delegators
    .filter((delegator) => !barred.includes(delegator.id) && entitlements(stage.from, delegator).length > 0)
    .map((delegator) => `in the place of ${delegator.name}`);
}

export interface RequestForReader extends ApprovalView {
  /** Why the reader may decide in the present stage; empty when they may not. */
  why: string[];
  /** Whether the reader can decide right now. */
  canDecide: boolean;
  mayWithdraw: boolean;
  mayBreakGlass: boolean;
}

/**
 * The request of a run, for whoever asked for it, may decide it in any stage or in another's place, voted on it, owns the
 * result, or administers the portal. Throws NotFound to everybody else.
 */
export async function getRequest(
  ctx: Context | TransactionContext,
  runId: string,
): Promise<RequestForReader> {
  const row = await requestByRun(ctx.db, runId);
  if (!row) throw new NotFound("Approval request of run", runId);
  const reader = ctx.actor.kind === "user" ? candidateOf(ctx.actor) : null;
  const delegators = reader ? await delegatorsOf(ctx, reader.id) : [];
  const whyOf = (stage: ApprovalStage | undefined) =>
    reader ? whyIn(stage, row.excludedUserIds, reader, delegators) : [];
  const why = whyOf(row.stages[row.stage]);
  const [view] = await present(ctx, [row]);
  const readerId = "id" in ctx.actor ? ctx.actor.id : null;
  const breaks = reader && row.breakGlass ? entitlements(row.breakGlass, reader).length > 0 : false;
  const involved =
    isAdmin(ctx.actor) ||
    breaks ||
    row.stages.some((stage) => whyOf(stage).length > 0) ||
    (readerId !== null && (row.requesterId === readerId || row.excludedUserIds.includes(readerId))) ||
    reader?.memberships.some((m) => m.team === row.brief?.team) ||
    view?.votes.some((v) => v.userId === reader?.id);
  if (!view || !involved) throw new NotFound("Approval request of run", runId);
  const open = view.status === "pending";
  const voted = view.votes.some((v) => v.userId === reader?.id);
  return {
    ...view,
    why,
    canDecide: why.length > 0 && !voted && open,
    mayWithdraw: open && readerId === row.requesterId,
    mayBreakGlass: open && reader !== null && (breaks || isAdmin(ctx.actor)),
  };
}

/** Whether the request of a run concerns the actor; what the run itself says of that is for the runs to know. */
export async function concerns(ctx: Context | TransactionContext, runId: string): Promise<boolean> {
  try {
    await getRequest(ctx, runId);
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

/** The request of a run, or null; the caller has checked that the actor may see the run. */
export async function requestOfRun(
  ctx: Context | TransactionContext,
  runId: string,
): Promise<ApprovalView | null> {
  const row = await requestByRun(ctx.db, runId);
  return row ? ((await present(ctx, [row]))[0] ?? null) : null;
}

/** What was decided last on each of these runs, and by whom; the caller has checked that the actor may see them. */
export async function decisionsOf(
  ctx: Context | TransactionContext,
  runIds: readonly string[],
): Promise<Map<string, { state: "APPROVED" | "DECLINED"; userId: string; description?: string }>> {
  const votes = await lastVotes(ctx.db, runIds);
  return new Map(
    votes.map(({ runId, voterId, vote, reason }) => [
      runId,
      { state: stateOf(vote), userId: voterId, ...(reason === null ? {} : { description: reason }) },
    ]),
  );
}

export interface ApproverView {
  userId: string;
  name: string;
  email: string;
  why: string[];
  /** The stages, from 0, in which they may decide. */
  stages: number[];
  /** PENDING: may decide and has not; otherwise what they voted. */
  state: "PENDING" | "APPROVED" | "DECLINED";
  reason: string | null;
  at: Date | null;
  /** Who voted in their place. */
  by: string | null;
  /** False for somebody who voted and may no longer decide: their vote does not count any more. */
  entitled: boolean;
}

/**
 * Everybody who may decide on a run in any stage, and whoever voted, with what they said; nobody when it needs no approval.
 * The caller has checked access to the run.
 */
export async function approversOf(ctx: Context | TransactionContext, runId: string): Promise<ApproverView[]> {
  const row = await requestByRun(ctx.db, runId);
  if (!row) return [];
  const [view] = await present(ctx, [row]);
  const found = new Map<string, ApproverView>();
  for (const [i, stage] of row.stages.entries())
    for (const { id, name, email, why } of await approversUnder(
      ctx,
      stage.from,
      barredIn(stage, row.excludedUserIds),
    )) {
      const before = found.get(id);
      if (before) {
        before.stages.push(i);
        before.why = [...new Set([...before.why, ...why])];
      } else
        found.set(id, {
          userId: id,
          name,
          email,
          why,
          stages: [i],
          state: "PENDING",
          reason: null,
          at: null,
          by: null,
          entitled: true,
        });
    }
  await noteVotes(ctx, found, row.id, view);
  return [...found.values()];
}

const stateOf = (vote: Vote) => (vote === "APPROVE" ? ("APPROVED" as const) : ("DECLINED" as const));

async function noteVotes(
  ctx: Context | TransactionContext,
  found: Map<string, ApproverView>,
  requestId: string,
  view: ApprovalView | undefined,
): Promise<void> {
  if (!view) return;
  const seats = new Map((await votesOf(ctx.db, [requestId])).map(({ voterId, seat }) => [voterId, seat]));
  const former = await usersByIds(ctx, [...seats.values()]);
  for (const vote of view.votes) {
    const seat = seats.get(vote.userId) ?? vote.userId;
    const person = former.find(({ id }) => id === seat);
    const known = found.get(seat) ?? {
      userId: seat,
      name: person?.name ?? vote.name,
      email: person?.email ?? vote.email,
      why: [],
      stages: [],
      entitled: false,
    };
    found.set(seat, {
      ...known,
      state: stateOf(vote.vote),
      reason: vote.reason,
      at: vote.at,
      by: seat === vote.userId ? null : vote.name,
    });
  }
}
