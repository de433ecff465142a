import { audit } from "@/server/audit/service";
import { actorId, actorName, type Context } from "@/server/kernel/context";
import { Conflict, DomainError, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import type { FetchedKind } from "@/server/pipelines/core/agents";
import { databaseTime } from "@/server/policy/service/time";
import { publishedCall } from "@/server/runs/core/published-call";
import { callOfRun } from "@/server/runs/store/calls";
import { acknowledgeCall, claimCalls } from "@/server/runs/store/claims";
import { findRun, lockRun, type RunRow } from "@/server/runs/store/runs";
import { failRun } from "./finish";
import { payloadOf } from "./run-payload";
import { applyTold, remoteRedactor } from "./told";

export interface ClaimRuns {
  /** Whose work is asked for. */
  installationId: string;
  /** Only work of this kind, and then that which any agent may take too. */
  invocationMethod?: FetchedKind;
  /** Identifiers of actions whose runs are left to others. */
  exclude?: string[];
  limit: number;
  /** Until the agent has to say that it took a run; after that it is offered again. */
  visibilityTimeoutMs: number;
}

export interface ClaimedRun {
  run: RunRow;
  /** What is to be done, secrets in clear: for the agent alone. */
  payload: Record<string, unknown>;
  claimedUntil: Date;
}

/**
 * Gives runs to an agent that carries them out, the oldest first. Each is its own until its claim lapses; once acknowledged, it
 * is nobody else's. For administrators and their clients, since payloads come with their secrets; each claim is audited.
 */
export async function claimRuns(ctx: Context, wanted: ClaimRuns): Promise<ClaimedRun[]> {
  checkPermission(ctx.actor, "runs.claim");
  return transaction(ctx, async (tx) => {
    const claims = await claimCalls(tx, {
      agent: actorId(ctx.actor),
      installation: wanted.installationId,
      kind: wanted.invocationMethod ?? null,
      exclude: wanted.exclude ?? [],
      limit: wanted.limit,
      seconds: wanted.visibilityTimeoutMs / 1000,
    });
    const claimed: ClaimedRun[] = [];
    for (const { runId, claimedUntil } of claims) {
      const run = await findRun(tx.db, runId);
      const payload = run && (await payloadOf(tx, run));
      if (!run || !payload) {
        await failAltered(tx, runId);
        continue;
      }
      await audit(tx, {
        action: "CLAIM",
        resourceType: "run",
        resourceId: runId,
        runId,
        message: wanted.installationId,
      });
      claimed.push({ run, claimedUntil, payload: publishedCall(payload.invocation, runId) });
    }
    return claimed;
  });
}

const failAltered = (tx: TransactionContext, runId: string) =>
  failRun(
    tx,
    { runId, from: "applying" },
    {
      stage: "apply",
      code: "integrity",
      message:
        "The stored payload is not the one that was approved: its hash is another. No agent was given it.",
      advice: "Tell an administrator: the database was changed around the portal.",
    },
  );

/**
 * Says that the agent took a run that it claimed: from then on no other gets it. Out: the run. Throws NotFound, Conflict when it
 * was said before, another agent has it, or the run is not to be carried out any more.
 */
export async function acknowledgeClaim(ctx: Context, runId: string): Promise<RunRow> {
  checkPermission(ctx.actor, "runs.claim");
  return transaction(ctx, async (tx) => {
    const run = await lockRun(tx, runId);
    const call = run && (await callOfRun(tx.db, runId));
    if (!run || !call || call.offeredTo === null) throw new NotFound("Offered run", runId);
    if (run.status !== "applying" || run.cancelRequestedAt)
      throw new Conflict("The run is not to be carried out any more. Leave it.", { status: run.status });
    if (!(await acknowledgeCall(tx, runId, actorId(ctx.actor))))
      throw new Conflict(
        call.ackedAt
          ? "The run was acknowledged before. Leave it to who did."
          : "The run is not yours: you have not claimed it, or your claim lapsed and another agent has it.",
      );
    const at = await databaseTime(tx);
    const news = { state: "waiting" as const, statusLabel: `Taken by ${actorName(ctx.actor)}` };
    await applyTold(tx, run, { news, at }, await remoteRedactor(ctx, run, call.callId));
    await audit(tx, { action: "TAKE", resourceType: "run", resourceId: runId, runId });
    return (await findRun(tx.db, runId)) ?? run;
  });
}

/** The same for many; those that are not there to be taken are passed over. Out: how many the agent has. */
export async function acknowledgeClaims(ctx: Context, runIds: string[]): Promise<number> {
  let acknowledged = 0;
  for (const runId of new Set(runIds)) {
    try {
      await acknowledgeClaim(ctx, runId);
      acknowledged++;
    } catch (error) {
      if (!(error instanceof DomainError) || !["conflict", "not_found"].includes(error.code)) throw error;
    }
  }
  return acknowledged;
}
