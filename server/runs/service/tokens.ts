import { createHmac } from "node:crypto";
import { env } from "@/server/kernel/env";
import { Secret, sha256 } from "@/server/kernel/secrets";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { StageInput } from "@/server/pipelines/backend";
import { grantToken } from "@/server/runs/store/executions";

/** A token outlives the longest run of Terraform by this much, so that a last write of state is never refused. In seconds. */
const MARGIN_SECONDS = 30 * 60;

/**
 * The password with which one execution reaches its state. It is derived (HMAC-SHA256 under the portal's key), not
 * stored: a worker that takes over after a crash knows it, to ask again and to redact it; the database holds its hash.
 */
export function executionToken(executionId: string): Secret {
  const mac = createHmac("sha256", Buffer.from(env().WAYMARK_ENCRYPTION_KEY, "base64"))
    .update(`run-token:${executionId}`)
    .digest("base64url");
  return new Secret(`wmr_${mac}`);
}

/** The token with which the other side reports on the run of one call, and on no other; derived in the same way. */
export function reportToken(callId: string): Secret {
  const mac = createHmac("sha256", Buffer.from(env().WAYMARK_ENCRYPTION_KEY, "base64"))
    .update(`report-token:${callId}`)
    .digest("base64url");
  return new Secret(`${REPORT_TOKEN}${mac}`);
}

/** What tokens that report begin with. */
export const REPORT_TOKEN = "wmc_";

/** Lets the execution's token reach the state of the workspace while the execution may last. */
export async function allowState(
  tx: TransactionContext,
  e: { id: string; runId: string; workspaceId: string; timeoutSeconds: number },
): Promise<void> {
  await grantToken(
    tx,
    { tokenHash: sha256(executionToken(e.id).reveal()), runId: e.runId, workspaceId: e.workspaceId },
    e.timeoutSeconds + MARGIN_SECONDS,
  );
}

/** Where Terraform finds the state of a workspace, and as whom. */
export function stateAddress(
  url: string,
  run: { id: string; workspaceId: string },
  executionId: string,
): StageInput["state"] {
  const address = `${url.replace(/\/$/, "")}/api/state/${run.workspaceId}`;
  return {
    address,
    lockAddress: `${address}/lock`,
    unlockAddress: `${address}/unlock`,
    username: run.id,
    password: executionToken(executionId),
  };
}
