import { and, asc, desc, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { approvalComments, approvalDelegations, slackPresses } from "@/db/schema/approvals";
import { now } from "@/server/kernel/clock";

export type DelegationRow = typeof approvalDelegations.$inferSelect;
export type CommentRow = typeof approvalComments.$inferSelect;
export type PressRow = typeof slackPresses.$inferSelect;

const inForce = and(
  isNull(approvalDelegations.revokedAt),
  lte(approvalDelegations.startsAt, now),
  gt(approvalDelegations.endsAt, now),
);

/** Delegations in force by which these people may decide for others, the oldest first. */
export const delegationsTo = (db: Executor, deputyIds: string[]): Promise<DelegationRow[]> =>
  deputyIds.length
    ? db
        .select()
        .from(approvalDelegations)
        .where(and(inArray(approvalDelegations.deputyId, deputyIds), inForce))
        .orderBy(asc(approvalDelegations.startsAt), asc(approvalDelegations.id))
    : Promise.resolve([]);

/** Delegations in force by which others may decide for these people. */
export const delegationsOf = (db: Executor, delegatorIds: string[]): Promise<DelegationRow[]> =>
  delegatorIds.length
    ? db
        .select()
        .from(approvalDelegations)
        .where(and(inArray(approvalDelegations.delegatorId, delegatorIds), inForce))
        .orderBy(asc(approvalDelegations.startsAt), asc(approvalDelegations.id))
    : Promise.resolve([]);

/** What a person gave and got, that is not over. */
export const delegationsAround = (db: Executor, userId: string): Promise<DelegationRow[]> =>
  db
    .select()
    .from(approvalDelegations)
    .where(
      and(
        or(eq(approvalDelegations.delegatorId, userId), eq(approvalDelegations.deputyId, userId)),
        isNull(approvalDelegations.revokedAt),
        gt(approvalDelegations.endsAt, now),
      ),
    )
    .orderBy(asc(approvalDelegations.startsAt));

export async function insertDelegation(
  db: Transaction,
  values: Pick<DelegationRow, "delegatorId" | "deputyId" | "reason" | "startsAt" | "endsAt">,
): Promise<DelegationRow> {
  const [row] = await db.insert(approvalDelegations).values(values).returning();
  if (!row) throw new Error("The delegation was not written.");
  return row;
}

export async function revokeDelegation(
  db: Transaction,
  id: string,
  delegatorId: string,
): Promise<DelegationRow | undefined> {
  const [row] = await db
    .update(approvalDelegations)
    .set({ revokedAt: now })
    .where(
      and(
        eq(approvalDelegations.id, id),
        eq(approvalDelegations.delegatorId, delegatorId),
        isNull(approvalDelegations.revokedAt),
      ),
    )
    .returning();
  return row;
}

export async function insertComment(
  db: Transaction,
  values: Pick<CommentRow, "requestId" | "authorId" | "text">,
): Promise<CommentRow> {
  const [row] = await db.insert(approvalComments).values(values).returning();
  if (!row) throw new Error("The comment was not written.");
  return row;
}

export const commentsOf = (db: Executor, requestId: string, limit: number): Promise<CommentRow[]> =>
  db
    .select()
    .from(approvalComments)
    .where(eq(approvalComments.requestId, requestId))
    .orderBy(desc(approvalComments.createdAt), desc(approvalComments.id))
    .limit(limit);

/** Keeps a press of Slack's. Out: undefined when the same one was kept before. */
export async function insertPress(
  db: Transaction,
  values: typeof slackPresses.$inferInsert,
): Promise<string | undefined> {
  const [row] = await db
    .insert(slackPresses)
    .values(values)
    .onConflictDoNothing({ target: slackPresses.digest })
    .returning({ id: slackPresses.id });
  return row?.id;
}

export async function pressById(db: Executor, id: string): Promise<PressRow | undefined> {
  const [row] = await db.select().from(slackPresses).where(eq(slackPresses.id, id));
  return row;
}

export async function notePress(db: Executor, id: string, outcome: string, refused: boolean): Promise<void> {
  await db
    .update(slackPresses)
    .set({ outcome, refused, handledAt: now, triggerId: null })
    .where(eq(slackPresses.id, id));
}
