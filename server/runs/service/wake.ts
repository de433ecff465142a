import { enqueue } from "@/server/kernel/jobs";
import type { TransactionContext } from "@/server/kernel/transaction";

/** What leads to the job that drives a run: one waiting job for each run, however often it is asked for. */
export const wake = (tx: Pick<TransactionContext, "db">, runId: string): Promise<void> =>
  enqueue(tx, "runs.advance", { runId }, { key: `run:${runId}` });
