import { systemContext } from "@/server/kernel/context";
import type { Database } from "@/db/client";
import { newId } from "@/server/kernel/ids";
import type { Jobs } from "@/server/kernel/jobs";
import { transaction } from "@/server/kernel/transaction";
import { expireDue } from "./service/request";

/** Jobs of this domain, by name; the worker hands each its payload. */
export const approvalsJobs = {
  "approvals.expire": async (db: Database, payload: Jobs["approvals.expire"]): Promise<void> => {
    await transaction(systemContext(db, "approvals", newId()), (tx) => expireDue(tx, payload.requestId));
  },
};
