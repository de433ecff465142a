import { clientsByIds } from "@/server/identity/service/clients";
import { usersByIds } from "@/server/identity/service/people";
import { type Context, isAdmin, requireUser } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { type Candidate, describeRule, entitlements } from "../core/rule";
import type { ApprovalStatus, Vote } from "../schema";
import {
  countDecidable,
  decidable,
  requestByRun,
  requestedBy,
  type RequestRow,
  votedBy,
  type VoteRow,
  votesOf,
} from "../store";
import { accountIds, approversUnder } from "./candidates";

/** Enough for any screen; whoever has more open requests decides the ones that expire first. */
const INBOX_LIMIT = 200;

export interface CastVoteView {
  userId: string;
  name: string;
  email: string;
  vote: Vote;
  reason: string | null;
  at: Date;
}

export interface ApprovalView {
  id: string;
  runId: string;
  title: string;
  status: ApprovalStatus;
  type: "ANY" | "ALL";
  /** Who decides, as a sentence. */
  approversText: string;
  owningTeam: string | null;
  /** Send it with the decision: it is refused when the request is no longer what was looked at. */
  subjectHash: string;
  requester: { id: string; name: string; email: string | null };
  createdAt: Date;
  requestExpiresAt: Date;
  decidedAt: Date | null;
  executionExpiresAt: Date | null;
  claimedAt: Date | null;
  closedReason: string | null;
  votes: CastVoteView[];
}

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
  const [open, own, voted] = await Promise.all([
    decidable(ctx.db, person, INBOX_LIMIT),
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
    toDecide: pick(open, (row) => entitlements(row.rule, person)),
    requested: pick(own, () => []),
    decided: pick(voted, (row) => entitlements(row.rule, person)),
  };
}

/** How many requests wait for the actor's decision. */
export async function countPending(ctx: Context): Promise<number> {
  return countDecidable(ctx.db, candidateOf(requireUser(ctx)));
}

export interface RequestForReader extends ApprovalView {
  /** Why the reader may decide; empty when they may not. */
  why: string[];
  /** Whether the reader can decide right now. */
  canDecide: boolean;
}

/**
 * The request of a run, for whoever asked for it, may decide it, voted on it, owns the result, or administers the
 * portal. Throws NotFound to everybody else.
 */
export async function getRequest(ctx: Context, runId: string): Promise<RequestForReader> {
  const row = await requestByRun(ctx.db, runId);
  if (!row) throw new NotFound("Approval request of run", runId);
  const reader = ctx.actor.kind === "user" ? candidateOf(ctx.actor) : null;
  const why = reader && !row.excludedUserIds.includes(reader.id) ? entitlements(row.rule, reader) : [];
  const [view] = await present(ctx, [row]);
  const readerId = "id" in ctx.actor ? ctx.actor.id : null;
  const involved =
    isAdmin(ctx.actor) ||
    why.length > 0 ||
    (readerId !== null && (row.requesterId === readerId || row.excludedUserIds.includes(readerId))) ||
    reader?.memberships.some((m) => m.team === row.rule.owningTeam) ||
    view?.votes.some((v) => v.userId === reader?.id);
  if (!view || !involved) throw new NotFound("Approval request of run", runId);
  const voted = view.votes.some((v) => v.userId === reader?.id);
  return { ...view, why, canDecide: why.length > 0 && !voted && view.status === "pending" };
}

/** The request of a run, or null; the caller has checked that the actor may see the run. */
export async function requestOfRun(
  ctx: Context | TransactionContext,
  runId: string,
): Promise<ApprovalView | null> {
  const row = await requestByRun(ctx.db, runId);
  return row ? ((await present(ctx, [row]))[0] ?? null) : null;
}

export interface ApproverView {
  userId: string;
  name: string;
  email: string;
  why: string[];
  /** PENDING: may decide and has not; otherwise what they voted. */
  state: "PENDING" | "APPROVED" | "DECLINED";
  reason: string | null;
  at: Date | null;
  /** False for somebody who voted and may no longer decide: their vote does not count any more. */
  entitled: boolean;
}

/**
 * Everybody who may decide on a run, and whoever voted, with what they said; nobody when it needs no approval.
 * The caller has checked access to the run.
 */
export async function approversOf(ctx: Context | TransactionContext, runId: string): Promise<ApproverView[]> {
  const row = await requestByRun(ctx.db, runId);
  if (!row) return [];
  const [approvers, [view]] = await Promise.all([
    approversUnder(ctx, row.rule, row.excludedUserIds),
    present(ctx, [row]),
  ]);
  const votes = view?.votes ?? [];
  const state = (vote: Vote) => (vote === "APPROVE" ? ("APPROVED" as const) : ("DECLINED" as const));
  const former = votes
    .filter((v) => !approvers.some((a) => a.id === v.userId))
    .map((v) => ({
      userId: v.userId,
      name: v.name,
      email: v.email,
      why: [],
      state: state(v.vote),
      reason: v.reason,
      at: v.at,
      entitled: false,
    }));
  const present_ = approvers.map(({ id, ...approver }) => {
    const vote = votes.find((v) => v.userId === id);
    return {
      userId: id,
      ...approver,
      state: vote ? state(vote.vote) : ("PENDING" as const),
      reason: vote?.reason ?? null,
      at: vote?.at ?? null,
      entitled: true,
    };
  });
  return [...present_, ...former];
}

const candidateOf = (user: ReturnType<typeof requireUser>): Candidate => ({
  id: user.id,
  email: user.email,
  name: user.name,
  role: user.role,
  memberships: user.memberships,
});

async function present(ctx: Context | TransactionContext, rows: RequestRow[]): Promise<ApprovalView[]> {
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()];
  const votes = await votesOf(
    ctx.db,
    unique.map((row) => row.id),
  );
  const ids = accountIds([...unique.map((row) => row.requesterId), ...votes.map((vote) => vote.voterId)]);
  const [users, clients] = await Promise.all([usersByIds(ctx, ids), clientsByIds(ctx, ids)]);
  const people = new Map(users.map((user) => [user.id, user]));
  const names = new Map<string, string>([...users, ...clients].map((account) => [account.id, account.name]));
  return unique.map((row) => ({
    id: row.id,
    runId: row.runId,
    title: row.title,
    status: row.status,
    type: row.rule.type,
    approversText: describeRule(row.rule),
    owningTeam: row.rule.owningTeam,
    subjectHash: row.subjectHash,
    requester: {
      id: row.requesterId,
      name: names.get(row.requesterId) ?? "The portal",
      email: people.get(row.requesterId)?.email ?? null,
    },
    createdAt: row.createdAt,
    requestExpiresAt: row.requestExpiresAt,
    decidedAt: row.decidedAt,
    executionExpiresAt: row.executionExpiresAt,
    claimedAt: row.claimedAt,
    closedReason: row.closedReason,
    votes: votes.filter((vote) => vote.requestId === row.id).map((vote) => castView(vote, people)),
  }));
}

function castView(vote: VoteRow, people: Map<string, { name: string; email: string }>): CastVoteView {
  const voter = people.get(vote.voterId);
  return {
    userId: vote.voterId,
    name: voter?.name ?? "Unknown",
    email: voter?.email ?? "",
    vote: vote.vote,
    reason: vote.reason,
    at: vote.at,
  };
}
