import { and, arrayContains, asc, count, desc, eq, gt, not, or, sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { approvalRequests, approvalVotes } from "@/db/schema/approvals";
import { now } from "@/server/kernel/clock";
import { type Candidate, publishedRole } from "./core/rule";
import type { RequestRow } from "./store";

const list = (values: string[]) =>
  sql`array[${sql.join(
    values.map((v) => sql`${v}`),
    sql`, `,
  )}]::text[]`;

/** The stage that is being decided. */
const stage = sql`(${approvalRequests.stages} -> ${approvalRequests.stage})`;

/** Whether the stage's people, as `entitlements` matches them, include this person, and their seat is not taken. */
function seatOf(person: Candidate): SQL | undefined {
  const from = sql`(${stage} -> 'from')`;
  const teams = person.memberships.map((m) => m.team);
  const led = person.memberships.filter((m) => m.role === "lead").map((m) => m.team);
  return and(
    notExcluded(person.id),
    sql`not exists (select 1 from ${approvalVotes} where ${approvalVotes.requestId} = ${approvalRequests.id} and ${approvalVotes.seat} = ${person.id}::uuid)`,
    or(
      sql`${from} -> 'roles' ? ${publishedRole(person.role)}`,
      sql`${from} -> 'users' ? ${person.email}`,
      teams.length ? sql`${from} -> 'teams' ?| ${list(teams)}` : undefined,
      led.length ? sql`${from} -> 'leadsOf' ?| ${list(led)}` : undefined,
    ),
  );
}

const notExcluded = (userId: string): SQL | undefined =>
  or(
    sql`(${stage} ->> 'selfApproval')::boolean`,
    not(arrayContains(approvalRequests.excludedUserIds, [userId])),
  );

/**
 * Requests that the person can decide now, for themselves or in the place of those who named them; filtered in SQL, since
 * lists are filtered before they are counted.
 */
function decidableBy(person: Candidate, delegators: readonly Candidate[]): SQL | undefined {
  return and(
    eq(approvalRequests.status, "pending"),
    gt(approvalRequests.requestExpiresAt, now),
    notExcluded(person.id),
    sql`not exists (select 1 from ${approvalVotes} where ${approvalVotes.requestId} = ${approvalRequests.id} and ${approvalVotes.voterId} = ${person.id}::uuid)`,
    or(seatOf(person), ...delegators.map(seatOf)),
  );
}

/** Requests that the person can decide now, the one that expires first at the top. */
export function decidable(
  db: Executor,
  person: Candidate,
  delegators: readonly Candidate[],
  limit: number,
): Promise<RequestRow[]> {
  return db
    .select()
    .from(approvalRequests)
    .where(decidableBy(person, delegators))
    .orderBy(asc(approvalRequests.requestExpiresAt))
    .limit(limit);
}

export async function countDecidable(
  db: Executor,
  person: Candidate,
  delegators: readonly Candidate[],
): Promise<number> {
  const [row] = await db.select({ n: count() }).from(approvalRequests).where(decidableBy(person, delegators));
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

/** Every request, the newest first: for administrators. */
export function everyRequest(db: Executor, limit: number): Promise<RequestRow[]> {
  return db.select().from(approvalRequests).orderBy(desc(approvalRequests.createdAt)).limit(limit);
}
