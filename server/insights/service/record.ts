import { audit } from "@/server/audit/service";
import { storable } from "@/server/audit/core/storable";
import { actorId } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { FeedKind } from "../core/records";
import type { IngestResult } from "../schema";
import { insertBatch } from "../store/batches";

/** So many refusals are kept of a batch. */
const KEPT_ERRORS = 50;

/** One entry for all that one call brought. */
export async function record(
  tx: TransactionContext,
  kind: FeedKind,
  source: string,
  { received, created, updated, unchanged, refused }: IngestResult,
): Promise<void> {
  const counts = { received, created, updated, unchanged, refused: refused.length };
  const id = await insertBatch(tx.db, {
    kind,
    source,
    ...counts,
    // They quote what was sent, which may be text that the database does not store.
    firstErrors: storable(refused.slice(0, KEPT_ERRORS)),
    by: actorId(tx.actor),
  });
  if (created + updated > 0)
    await audit(tx, {
      action: "CREATE",
      resourceType: "insight_batch",
      resourceId: String(id),
      message: `${kind} of ${source}: ${created} new, ${updated} changed, ${refused.length} refused.`,
      diff: { after: counts },
    });
}
