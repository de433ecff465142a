import { claimApproved } from "@/server/approvals/service/request";
import { DomainError } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { RunRow } from "@/server/runs/store/runs";
import { endRun, staleRun } from "../finish";

/** Uses up the approval of a run, where one was asked for. False: it lapsed or was about something else, and the run has ended. */
export async function claimOrEnd(
  tx: TransactionContext,
  run: Pick<RunRow, "id" | "approvalRule" | "approvalStages">,
  at: { runId: string; from: "approved"; fence: number },
  executedHash: string,
): Promise<boolean> {
  if (!(run.approvalStages ?? run.approvalRule)) return true;
  try {
    await claimApproved(tx, { runId: run.id, subjectHash: executedHash });
    return true;
  } catch (error) {
    if (!(error instanceof DomainError) || (error.code !== "precondition" && error.code !== "not_found"))
      throw error;
    if (error.details.data?.fault === "lapsed")
      await endRun(tx, { ...at, to: "expired", data: { message: error.message } });
    else await staleRun(tx, at, error.message);
    return false;
  }
}
