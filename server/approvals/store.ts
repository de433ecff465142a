import {
  and,
  arrayContains,
  asc,
  count,
  desc,
  eq,
  gt,
  inArray,
  isNull,
  lte,
  not,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { approvalRequests, approvalVotes } from "@/db/schema/approvals";
import { inSeconds, now } from "@/server/kernel/clock";
import { type Candidate, publishedRole } from "./core/rule";
import type { Vote } from "./schema";

export type RequestRow = typeof approvalRequests.$inferSelect;
export type VoteRow = typeof approvalVotes.$inferSelect;

/** Inserts a pending request. Out: undefined when the run has one already. */
export async function insertRequest(
  db: Transaction,
  values: Pick<RequestRow, "runId" | "title" | "rule" | "subjectHash" | "requesterId" | "excludedUserIds">,
  expiresInSeconds: number,
): Promise<RequestRow | undefined> {
  const [row] = await db
    .insert(approvalRequests)
    .values({ ...values, requestExpiresAt: inSeconds(expiresInSeconds) })
    .onConflictDoNothing({ target: approvalRequests.runId })
    .returning();
  return row;
}

export async function requestByRun(db: Executor, runId: string): Promise<RequestRow | undefined> {
  // PostgreSQL has no NUL in texts: no run has such an id, and asking for it would be an error.
  if (runId.includes("\0")) return undefined;
  const [row] = await db.select().from(approvalRequests).where(eq(approvalRequests.runId, runId));
  return row;
}

/** Takes the row of a request that can still be decided, so that the votes of two people are counted one after the other. */
export async function lockPending(db: Transaction, runId: string): Promise<RequestRow | undefined> {
  const [row] = await db
    .select()
    .from(approvalRequests)
    .where(
      and(
        eq(approvalRequests.runId, runId),
        eq(approvalRequests.status, "pending"),
        gt(approvalRequests.requestExpiresAt, now),
      ),
    )
    .for("update");
  return row;
}

/** Inserts a vote. Out: false when the person has voted already. */
export async function insertVote(
  db: Transaction,
  values: { requestId: string; voterId: string; vote: Vote; reason: string | null },
): Promise<boolean> {
  const rows = await db
    .insert(approvalVotes)
    .values(values)
    .onConflictDoNothing()
    .returning({ id: approvalVotes.voterId });
  return rows.length === 1;
}

export function votesOf(db: Executor, requestIds: string[]): Promise<VoteRow[]> {
  if (!requestIds.length) return Promise.resolve([]);
  return db
    .select()
    .from(approvalVotes)
    .where(inArray(approvalVotes.requestId, requestIds))
    .orderBy(asc(approvalVotes.at));
}

/** pending → approved | declined, while the request is still open. */
export async function settle(
  db: Transaction,
  requestId: string,
  status: "approved" | "declined",
  executionSeconds: number,
): Promise<RequestRow | undefined> {
  const [row] = await db
    .update(approvalRequests)
    .set({
      status,
      decidedAt: now,
      executionExpiresAt: status === "approved" ? inSeconds(executionSeconds) : null,
    })
    .where(
      and(
        eq(approvalRequests.id, requestId),
        eq(approvalRequests.status, "pending"),
        gt(approvalRequests.requestExpiresAt, now),
      ),
    )
    .returning();
  return row;
}

const startable = and(eq(approvalRequests.status, "approved"), isNull(approvalRequests.claimedAt));
const unstarted = or(eq(approvalRequests.status, "pending"), startable);

/** Closes the request of a run that has not started: `withdrawn` or `void`. */
export async function close(
  db: Transaction,
  runId: string,
  status: "withdrawn" | "void",
  why: string,
): Promise<RequestRow | undefined> {
  const [row] = await db
    .update(approvalRequests)
    .set({ status, closedReason: why })
    .where(and(eq(approvalRequests.runId, runId), unstarted))
    .returning();
  return row;
}

/** approved → claimed: one starter wins, in time, for exactly this subject. */
export async function claim(db: Transaction, requestId: string, subjectHash: string): Promise<boolean> {
  const rows = await db
    .update(approvalRequests)
    .set({ claimedAt: now })
    .where(
      and(
        eq(approvalRequests.id, requestId),
        startable,
        eq(approvalRequests.subjectHash, subjectHash),
        gt(approvalRequests.executionExpiresAt, now),
      ),
    )
    .returning({ id: approvalRequests.id });
  return rows.length === 1;
}

/** pending → expired, approved → lapsed, when the database's clock says that it is time. */
export async function expire(db: Transaction, requestId: string): Promise<RequestRow | undefined> {
  const [row] = await db
    .update(approvalRequests)
    .set({
      status: sql`case ${approvalRequests.status} when 'pending' then 'expired' else 'lapsed' end`,
      closedReason: sql`case ${approvalRequests.status} when 'pending' then 'Nobody decided in time.' else 'Execution did not start in time.' end`,
    })
    .where(
      and(
        eq(approvalRequests.id, requestId),
        or(
          and(eq(approvalRequests.status, "pending"), lte(approvalRequests.requestExpiresAt, now)),
          and(startable, lte(approvalRequests.executionExpiresAt, now)),
        ),
      ),
    )
    .returning();
  return row;
}

/** The rule of the request, matched in SQL as `entitlements` matches it: lists are filtered before they are counted. */
function decidableBy(person: Candidate): SQL | undefined {
  const rule = approvalRequests.rule;
  const list = (values: string[]) =>
    sql`array[${sql.join(
      values.map((v) => sql`${v}`),
      sql`, `,
    )}]::text[]`;
  const teams = person.memberships.map((m) => m.team);
  const led = person.memberships.filter((m) => m.role === "lead").map((m) => m.team);
  return and(
    eq(approvalRequests.status, "pending"),
    gt(approvalRequests.requestExpiresAt, now),
    not(arrayContains(approvalRequests.excludedUserIds, [person.id])),
    sql`not exists (select 1 from ${approvalVotes} where ${approvalVotes.requestId} = ${approvalRequests.id} and ${approvalVotes.voterId} = ${person.id}::uuid)`,
    or(
      sql`${rule} -> 'roles' ? ${publishedRole(person.role)}`,
      sql`${rule} -> 'users' ? ${person.email}`,
      teams.length ? sql`${rule} -> 'teams' ?| ${list(teams)}` : undefined,
      led.length
        ? sql`(${rule} ->> 'teamLeads')::boolean and ${rule} ->> 'owningTeam' = any(${list(led)})`
        : undefined,
    ),
  );
}

/** Requests that the person can decide now, the one that expires first at the top. */
export function decidable(db: Executor, person: Candidate, limit: number): Promise<RequestRow[]> {
  return db
    .select()
    .from(approvalRequests)
    .where(decidableBy(person))
    .orderBy(asc(approvalRequests.requestExpiresAt))
    .limit(limit);
}

export async function countDecidable(db: Executor, person: Candidate): Promise<number> {
  const [row] = await db.select({ n: count() }).from(approvalRequests).where(decidableBy(person));
  return row?.n ?? 0;
}

/** Requests that the person made, the newest first. */
export function requestedBy(db: Executor, requesterId: string, limit: number): Promise<RequestRow[]> {
  return db
    .select()
    .from(approvalRequests)
    .where(eq(approvalRequests.requesterId, requesterId))
    .orderBy(desc(approvalRequests.createdAt))
    .limit(limit);
}

/** Requests that the person voted on, the newest first. */
export function votedBy(db: Executor, voterId: string, limit: number): Promise<RequestRow[]> {
  return db
    .select()
    .from(approvalRequests)
    .where(
      sql`exists (select 1 from ${approvalVotes} where ${approvalVotes.requestId} = ${approvalRequests.id} and ${approvalVotes.voterId} = ${voterId}::uuid)`,
    )
    .orderBy(desc(approvalRequests.createdAt))
    .limit(limit);
}
