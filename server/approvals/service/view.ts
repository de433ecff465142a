import { clientsByIds } from "@/server/identity/service/clients";
import { usersByIds } from "@/server/identity/service/people";
import type { Context } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
import { describeStage, describeStages, progressOf, type StageProgress } from "../core/stages";
import type { ApprovalBrief, ApprovalStage, ApprovalStatus, Vote } from "../schema";
import { type RequestRow, type VoteRow, votesOf } from "../store";
import { accountIds, electoratesOf, lookupOnce } from "./candidates";

export interface CastVoteView {
  userId: string;
  name: string;
  email: string;
  /** In whose place a deputy voted. */
  inPlaceOf: string | null;
  vote: Vote;
  reason: string | null;
  at: Date;
}

export interface StageView extends StageProgress {
  title: string;
  /** Who decides, as a sentence. */
  text: string;
  source: ApprovalStage["source"];
}

export interface ApprovalView {
  id: string;
  runId: string;
  title: string;
  status: ApprovalStatus;
  /** Who decides, as a sentence. */
  approversText: string;
  /** Index of the stage that is being decided. */
  stage: number;
  stages: StageView[];
  brief: ApprovalBrief | null;
  /** Send it with the decision: it is refused when the request is no longer what was looked at. */
  subjectHash: string;
  requester: { id: string; name: string; email: string | null };
  createdAt: Date;
  requestExpiresAt: Date;
  escalatedAt: Date | null;
  decidedAt: Date | null;
  executionExpiresAt: Date | null;
  claimedAt: Date | null;
  closedReason: string | null;
  /** Who started the run without the approval, and why. */
  broken: { name: string; reason: string } | null;
  votes: CastVoteView[];
}

/** Requests as people see them, with names, and how far each stage is by the votes that count now. */
export async function present(
  ctx: Context | TransactionContext,
  rows: RequestRow[],
): Promise<ApprovalView[]> {
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()];
  const votes = await votesOf(
    ctx.db,
    unique.map((row) => row.id),
  );
  const ids = accountIds([
    ...unique.flatMap((row) => (row.brokenBy ? [row.requesterId, row.brokenBy] : [row.requesterId])),
    ...votes.flatMap((vote) => [vote.voterId, vote.seat]),
  ]);
  const [users, clients] = await Promise.all([usersByIds(ctx, ids), clientsByIds(ctx, ids)]);
  const people = new Map(users.map((user) => [user.id, user]));
  const names = new Map<string, string>([...users, ...clients].map((account) => [account.id, account.name]));
  const owners = new Map(clients.map((client) => [client.id, client.ownerId]));
  const lookup = lookupOnce(ctx);
  const views: ApprovalView[] = [];
  for (const row of unique) {
    const cast = votes.filter((vote) => vote.requestId === row.id);
    views.push({
      id: row.id,
      runId: row.runId,
      title: row.title,
      status: row.status,
      approversText: describeStages(row.stages),
      stage: row.stage,
      stages: await stagesOf(ctx, row, cast, owners.get(row.requesterId) ?? null, lookup),
      brief: row.brief,
      subjectHash: row.subjectHash,
      requester: {
        id: row.requesterId,
        name: names.get(row.requesterId) ?? "The portal",
        email: people.get(row.requesterId)?.email ?? null,
      },
      createdAt: row.createdAt,
      requestExpiresAt: row.requestExpiresAt,
      escalatedAt: row.escalatedAt,
      decidedAt: row.decidedAt,
      executionExpiresAt: row.executionExpiresAt,
      claimedAt: row.claimedAt,
      closedReason: row.closedReason,
      broken: row.brokenBy
        ? { name: names.get(row.brokenBy) ?? "Unknown", reason: row.brokenReason ?? "" }
        : null,
      votes: cast.map((vote) => castView(vote, people)),
    });
  }
  return views;
}

/** A request that is closed is shown by what was voted, not by who could vote today. */
async function stagesOf(
  ctx: Context | TransactionContext,
  row: RequestRow,
  votes: VoteRow[],
  clientOwner: string | null,
  lookup: ReturnType<typeof lookupOnce>,
): Promise<StageView[]> {
  // The requester is among the excluded; an API client may belong to somebody else by now.
  const excluded = clientOwner ? [...row.excludedUserIds, clientOwner] : row.excludedUserIds;
  const electorates = row.status === "pending" ? await electoratesOf(ctx, row, excluded, votes, lookup) : [];
  return row.stages.map((stage, i) => {
    const electorate = electorates[i];
    const progress = electorate
      ? progressOf(stage, electorate, votes)
      : closedProgress(stage, row, votes.length);
    return { title: stage.title, text: describeStage(stage), source: stage.source, ...progress };
  });
}

function closedProgress(stage: ApprovalStage, row: RequestRow, votes: number): StageProgress {
  const passed = row.status === "approved" || row.status === "lapsed";
  const needed = stage.needs === "ALL" ? votes : stage.needs;
  const fulfilled = passed && !row.brokenBy;
  return { approved: fulfilled ? needed : 0, needed, of: needed, fulfilled };
}

function castView(vote: VoteRow, people: Map<string, { name: string; email: string }>): CastVoteView {
  const voter = people.get(vote.voterId);
  return {
    userId: vote.voterId,
    name: voter?.name ?? "Unknown",
    email: voter?.email ?? "",
    inPlaceOf: vote.forUserId ? (people.get(vote.forUserId)?.name ?? "Unknown") : null,
    vote: vote.vote,
    reason: vote.reason,
    at: vote.at,
  };
}
