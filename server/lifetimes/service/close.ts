import { audit } from "@/server/audit/service";
import { now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";
import { appendLifetimeEvent, type LifetimeRow, updateLifetime } from "../store";

/** Ends a lifetime that is held: what it was about is gone, or another has taken its place. */
export async function close(
  tx: TransactionContext,
  row: LifetimeRow,
  reason: string,
  runId: string | null = null,
): Promise<void> {
  await updateLifetime(tx, row.id, { status: "ended", endedAt: now, nextAt: null, note: reason });
  await appendLifetimeEvent(tx, row.id, "ended", { reason, runId, before: row.expiresAt });
  await audit(tx, {
    action: "END",
    resourceType: "lifetime",
    resourceId: row.id,
    blueprint: row.blueprint,
    runId,
    message: reason,
  });
}
