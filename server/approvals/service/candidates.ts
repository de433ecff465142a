import { z } from "zod";
import { clientsByIds } from "@/server/identity/service/clients";
import { findActiveUsers } from "@/server/identity/service/people";
import type { Context } from "@/server/kernel/context";
import { Precondition } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { describeRule, peopleOf } from "../core/rule";
import type { ApprovalRule } from "../schema";

/** A person who may decide, and why. */
export interface Approver {
  id: string;
  name: string;
  email: string;
  why: string[];
}

/**
 * The people who may decide under a rule as things stand now, without those excluded.
 * Disabled people are none of them.
 */
export async function approversUnder(
  ctx: Context | TransactionContext,
  rule: ApprovalRule,
  excludedUserIds: readonly string[],
): Promise<Approver[]> {
  const people = await findActiveUsers(ctx, peopleOf(rule));
  return people
    .filter((person) => !excludedUserIds.includes(person.id))
    .map(({ id, name, email, why }) => ({ id, name, email, why }));
}

/**
 * Throws Precondition when nobody could ever approve: better said when a request is made than found out in its inbox.
 * Out: the people who can.
 */
export async function assertSatisfiable(
  ctx: Context | TransactionContext,
  rule: ApprovalRule,
  excludedUserIds: readonly string[],
): Promise<Approver[]> {
  const approvers = await approversUnder(ctx, rule, excludedUserIds);
  if (!approvers.length)
    throw new Precondition(
      `Nobody can approve this: the approvers are ${describeRule(rule)}, and nobody but the requester is among them. ` +
        "Ask an administrator to add an approver to the action.",
      { error: "no_approver" },
    );
  return approvers;
}

/** Who may never decide what this user or API client requested: themselves, and the person who owns the client. */
export async function excludedByRequester(
  ctx: Context | TransactionContext,
  requesterId: string,
): Promise<string[]> {
  const [client] = await clientsByIds(ctx, accountIds([requesterId]));
  return client?.ownerId ? [requesterId, client.ownerId] : [requesterId];
}

/** The ids among these that can be those of a user or client: a run of the portal itself has a requester that is neither. */
export const accountIds = (ids: string[]): string[] => ids.filter((id) => z.uuid().safeParse(id).success);
