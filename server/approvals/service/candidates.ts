import { z } from "zod";
import { clientsByIds } from "@/server/identity/service/clients";
import { findActiveUsers, usersByIds } from "@/server/identity/service/people";
import type { Context } from "@/server/kernel/context";
import { Precondition } from "@/server/kernel/errors";
import { canonicalJson } from "@/server/kernel/secrets";
import type { TransactionContext } from "@/server/kernel/transaction";
import { peopleOf } from "../core/rule";
import { describeStage, type Electorate, type StageVote } from "../core/stages";
import type { Approvers, ApprovalStage } from "../schema";
import type { RequestRow } from "../store";
import { delegationsOf } from "../store-people";

type AnyContext = Context | TransactionContext;

/** A person who may decide, and why. */
export interface Approver {
  id: string;
  name: string;
  email: string;
  why: string[];
}

/** The people among the approvers as things stand now, without those excluded. Disabled people are none of them. */
export async function approversUnder(
  ctx: AnyContext,
  from: Approvers,
  excludedUserIds: readonly string[],
): Promise<Approver[]> {
  const people = await findActiveUsers(ctx, peopleOf(from));
  return people
    .filter((person) => !excludedUserIds.includes(person.id))
    .map(({ id, name, email, why }) => ({ id, name, email, why }));
}

/** Who may not decide in a stage, whatever they are. */
export const barredIn = (
  stage: Pick<ApprovalStage, "selfApproval">,
  excluded: readonly string[],
): readonly string[] => (stage.selfApproval ? [] : excluded);

/**
 * Throws Precondition when a stage could never be fulfilled: better said when a request is made than found out in its inbox.
 * People are counted once, as they are now. Out: who can decide in each stage.
 */
export async function assertSatisfiable(
  ctx: AnyContext,
  stages: readonly ApprovalStage[],
  excludedUserIds: readonly string[],
): Promise<Approver[][]> {
  const approvers = await Promise.all(
    stages.map((stage) => approversUnder(ctx, stage.from, barredIn(stage, excludedUserIds))),
  );
  stages.forEach((stage, i) => {
    const found = approvers[i]?.length ?? 0;
    const needed = stage.needs === "ALL" ? 1 : stage.needs;
    if (found >= needed) return;
    const who = found === 0 ? "nobody but the requester is among them" : `only ${found} of them can`;
    throw new Precondition(
      `Nobody can approve this: the approvers of "${stage.title}" are ${describeStage(stage)}, and ${who}. ` +
        "Ask an administrator to add an approver to the action.",
      { error: "no_approver" },
    );
  });
  return approvers;
}

/** Who may never decide what this user or API client requested: themselves, and the person who owns the client. */
export async function excludedByRequester(ctx: AnyContext, requesterId: string): Promise<string[]> {
  const [client] = await clientsByIds(ctx, accountIds([requesterId]));
  return client?.ownerId ? [requesterId, client.ownerId] : [requesterId];
}

/** Who may not decide on a request, as things stand now: by whom it was made, and who owns the client now. */
export const excludedFrom = async (ctx: AnyContext, request: RequestRow): Promise<string[]> => [
  ...new Set([...request.excludedUserIds, ...(await excludedByRequester(ctx, request.requesterId))]),
];

/** Looks people up once for each list of approvers, for whoever asks about many requests at a time. */
export function lookupOnce(ctx: AnyContext): (from: Approvers) => Promise<Approver[]> {
  const known = new Map<string, Promise<Approver[]>>();
  return (from) => {
    const key = canonicalJson(from);
    const found = known.get(key) ?? approversUnder(ctx, from, []);
    known.set(key, found);
    return found;
  };
}

/** Who may decide in each stage of a request now. Whoever voted and is no active person any more is barred. */
export async function electoratesOf(
  ctx: AnyContext,
  request: Pick<RequestRow, "stages">,
  excluded: readonly string[],
  votes: readonly StageVote[],
  lookup = lookupOnce(ctx),
): Promise<Electorate[]> {
  const voters = [...new Set(votes.map((vote) => vote.voterId))];
  const active = new Set(
    (await usersByIds(ctx, voters)).filter((user) => user.status === "active").map((user) => user.id),
  );
  const left = voters.filter((id) => !active.has(id));
  return Promise.all(
    request.stages.map(async (stage) => {
      const barred = barredIn(stage, excluded);
      const people = (await lookup(stage.from)).map((person) => person.id);
      return { seats: people.filter((id) => !barred.includes(id)), barred: [...barred, ...left] };
    }),
  );
}

/** Those whom a notice about a stage reaches: who may decide, and their deputies. */
export async function reachedIn(ctx: AnyContext, electorate: Electorate | undefined): Promise<string[]> {
  if (!electorate) return [];
  const deputies = (await delegationsOf(ctx.db, [...electorate.seats])).map((row) => row.deputyId);
  return [...new Set([...electorate.seats, ...deputies])].filter((id) => !electorate.barred.includes(id));
}

/** The ids among these that can be those of a user or client: a run of the portal itself has a requester that is neither. */
export const accountIds = (ids: string[]): string[] => ids.filter((id) => z.uuid().safeParse(id).success);
