import { and, eq, isNull, sql } from "drizzle-orm";
import { runCalls, runs } from "@/db/schema/runs";
import { now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";
import { ANY_AGENT } from "@/server/pipelines/core/agents";

/** Puts a call up for agents to fetch; one that is put up already stays as it is. */
export async function offerCall(tx: TransactionContext, callId: string, to: string): Promise<void> {
  await tx.db
    .update(runCalls)
    .set({ offeredTo: sql`coalesce(${runCalls.offeredTo}, ${to})` })
    .where(eq(runCalls.callId, callId));
}

export interface ClaimFilter {
  /** Who claims. */
  agent: string;
  /** Calls that are offered to this installation; */
  installation: string;
  /** of this kind, and then those for any agent too. */
  kind: string | null;
  /** Actions whose calls are left to others. */
  exclude: string[];
  limit: number;
  /** For how long they are nobody else's. */
  seconds: number;
}

/**
 * Gives calls to an agent, the oldest first: each is its own until the time is over or it says that it took it. Two that ask
 * at once never get the same.
 */
export async function claimCalls(
  tx: TransactionContext,
  { agent, installation, kind, exclude, limit, seconds }: ClaimFilter,
): Promise<{ runId: string; claimedUntil: Date }[]> {
  const due = sql`select ${runCalls.runId} from ${runCalls} join ${runs} on ${runs.id} = ${runCalls.runId}
    where ${runCalls.offeredTo} is not null and ${runCalls.ackedAt} is null
      and (${runCalls.offeredTo} = ${installation} or (${runCalls.offeredTo} = ${ANY_AGENT} and ${runCalls.kind} = ${kind}::text))
      and (${kind}::text is null or ${runCalls.kind} = ${kind}::text)
      and (${runCalls.claimedUntil} is null or ${runCalls.claimedUntil} <= now())
      and ${runs.status} = 'applying' and ${runs.cancelRequestedAt} is null
      and coalesce(${runs.deadlineAt} > now(), true)
      and not ${runs.actionIdentifier} = any(${sql.param(exclude)}::text[])
    order by ${runCalls.createdAt}, ${runCalls.runId} limit ${limit}
    for update of ${runCalls} skip locked`;
  const rows = await tx.db
    .update(runCalls)
    .set({ claimedBy: agent, claimedUntil: sql`now() + make_interval(secs => ${seconds})` })
    .where(sql`${runCalls.runId} in (${due})`)
    .returning({ runId: runCalls.runId, claimedUntil: runCalls.claimedUntil, createdAt: runCalls.createdAt });
  return rows
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map(({ runId, claimedUntil }) => {
      if (!claimedUntil) throw new Error(`The claim of run ${runId} has no end.`);
      return { runId, claimedUntil };
    });
}

/** Says that an agent took what it claimed; false: somebody did before, or another has claimed it since. */
export async function acknowledgeCall(
  tx: TransactionContext,
  runId: string,
  agent: string,
): Promise<boolean> {
  const rows = await tx.db
    .update(runCalls)
    .set({ ackedAt: now })
    .where(and(eq(runCalls.runId, runId), eq(runCalls.claimedBy, agent), isNull(runCalls.ackedAt)))
    .returning({ runId: runCalls.runId });
  return rows.length === 1;
}
