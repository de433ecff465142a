import { audit } from "@/server/audit/service";
import { publish } from "@/server/kernel/events";
import type { TransactionContext } from "@/server/kernel/transaction";
import { voidApproval, withdrawApproval } from "@/server/approvals/service/request";
import { LIVE_STATUSES, nextStatuses, stageOf } from "@/server/runs/core/lifecycle";
import type { RunFailure, RunStatus } from "@/server/runs/schema";
import { revokeTokens } from "@/server/runs/store/executions";
import { move, type Move, type RunRow } from "@/server/runs/store/runs";
import { forgetSealed } from "@/server/runs/store/secrets";
import { nextWithKey } from "@/server/runs/store/turns";
import { nextInLine, unhold } from "@/server/runs/store/workspaces";
import { settleMoney } from "./settle-money";
import { passTurn } from "./turns";
import { wake } from "./wake";

/**
 * Moves a run to one of its ends with all that follows: its tokens die, its secrets are forgotten, its workspace goes to the run that waits longest,
 * others are told. Null when the run was moved by somebody else first; then nothing is written.
 *
 * Locks are always taken in the order run, workspace, approval, budgets, audit chain; `closeApproval` is what is done to the third.
 */
export async function endRun(
  tx: TransactionContext,
  to: Move,
  closeApproval?: () => Promise<unknown>,
): Promise<RunRow | null> {
  const run = await move(tx, to);
  if (!run) return null;
  // Only what works on a workspace has tokens for its state.
  if (run.workspaceId) await revokeTokens(tx, run.id);
  await forgetSealed(tx.db, run.id);
  if (run.workspaceId && (await unhold(tx, run.workspaceId, run.id))) {
    const next = await nextInLine(tx, run.workspaceId);
    if (next) await wake(tx, next);
  }
  if (run.serialKey) {
    const next = await nextWithKey(tx.db, run.serialKey);
    if (next) await wake(tx, next);
  }
  await passTurn(tx);
  await closeApproval?.();
  await settleMoney(tx, run);
  await publish(tx, "run.ended", {
    runId: run.id,
    status: run.status,
    concerns: {
      target: run.target !== null,
      workspace: run.workspaceId !== null,
      deployment: Boolean(run.action.deploys),
    },
  });
  await audit(tx, {
    action: "END",
    resourceType: "run",
    resourceId: run.id,
    runId: run.id,
    blueprint: run.blueprint,
    status: run.status === "succeeded" ? "SUCCESS" : "FAILURE",
    message: run.failure?.message ?? run.status,
    diff: { after: { status: run.status, subjectHash: run.subjectHash, executedHash: run.executedHash } },
  });
  return run;
}

/** Statuses from which a run can fail: all that are no end. */
const CAN_FAIL: readonly RunStatus[] = LIVE_STATUSES.filter(
  (s) => nextStatuses(s).includes("failed") && s !== "interrupted",
);

export type FailureNote = Omit<RunFailure, "diagnostics" | "advice"> &
  Partial<Pick<RunFailure, "diagnostics" | "advice">>;

/** Ends a run as failed with what people need to know. An approval that waits for it is withdrawn; `before` that, what else takes
 * locks; `label` is what stays beside the status. */
export async function failRun(
  tx: TransactionContext,
  run: { runId: string; from?: RunStatus; fence?: number; label?: string | null },
  note: FailureNote,
  before?: () => Promise<unknown>,
): Promise<RunRow | null> {
  const failure: RunFailure = { advice: null, diagnostics: [], ...note };
  const move = {
    runId: run.runId,
    from: run.from ?? CAN_FAIL,
    to: "failed" as const,
    fence: run.fence,
    set: { failure, statusLabel: run.label ?? null },
    data: { code: failure.code, message: failure.message },
  };
  return endRun(tx, move, async () => {
    await before?.();
    await withdrawApproval(tx, run.runId);
  });
}

/** Ends a run whose approval is about something that no longer is: the approval is void. */
export async function staleRun(
  tx: TransactionContext,
  run: { runId: string; from: RunStatus | readonly RunStatus[]; fence?: number },
  why: string,
): Promise<RunRow | null> {
  const failure: RunFailure = {
    stage: stageOf("approved") ?? "approval",
    code: "stale",
    message: why,
    advice: "Run the action again: a new plan is made, and it can be approved.",
    diagnostics: [],
  };
  const move = { ...run, to: "stale" as const, set: { failure, statusLabel: null }, data: { message: why } };
  return endRun(tx, move, () => voidApproval(tx, run.runId, why));
}
