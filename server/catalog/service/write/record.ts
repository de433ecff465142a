import { auditAll } from "@/server/audit/service";
import { actorId } from "@/server/kernel/context";
import { publishAll, type Event } from "@/server/kernel/events";
import type { TransactionContext } from "@/server/kernel/transaction";
import { webhookOf } from "../../core/changelog";
import type { ModelBlueprint } from "../../core/model";
import type { EntityRecord } from "../../schema";
import { recordRevisions } from "../../store/entity-batch";
import { recordCounts } from "../counts";
import { published } from "../record";

/** A change of one entity: `before` is null where it is new, `after` where it is gone. */
export interface Written {
  id: string;
  blueprint: ModelBlueprint;
  before: EntityRecord | null;
  after: EntityRecord | null;
  runId: string | null;
}

/** Of a change; a deletion has one of its own. */
const revisionOf = ({ before, after }: Pick<Written, "before" | "after">): number =>
  after ? after.revision : (before?.revision ?? 0) + 1;

/**
 * Writes revisions, counts, events and audit rows of changes, each for all in one statement. Comes last in a
 * transaction: the audit chain is one lock for all, and who holds it should wait for nobody's rows.
 */
export async function recordAll(tx: TransactionContext, changes: readonly Written[]): Promise<void> {
  const all = changes.flatMap((change) => {
    const entity = change.after ?? change.before;
    return entity ? [{ ...change, entity }] : [];
  });
  await recordRevisions(
    tx.db,
    all.map(({ id, after, entity, runId }) => ({
      entityId: id,
      blueprint: entity.blueprint,
      identifier: entity.identifier,
      revision: revisionOf({ before: entity, after }),
      snapshot: after && published(after),
      runId,
    })),
    actorId(tx.actor),
  );
  await recordCounts(tx, all);
  const together: Event = {
    type: "entities.changed",
    payload: {
      origin: tx.origin,
      changes: all.map((change) => ({ entityId: change.id, revision: revisionOf(change) })),
    },
  };
  await publishAll(tx, [
    ...(all.length ? [together] : []),
    ...all.flatMap((change): Event[] => {
      const { before, after, entity, runId } = change;
      const { blueprint, identifier } = entity;
      const type = !before ? "entity.created" : after ? "entity.updated" : "entity.deleted";
      const event = { type, payload: { blueprint, identifier, runId } } as const;
      if (!webhookOf(change.blueprint.definition)) return [event];
      const payload = { entityId: change.id, revision: revisionOf(change), origin: tx.origin };
      return [event, { type: "entity.logged", payload }];
    }),
  ]);
  await auditAll(
    tx,
    all.map(({ before, after, entity, runId }) => ({
      action: !before ? "CREATE" : after ? "UPDATE" : "DELETE",
      resourceType: "entity",
      resourceId: entity.identifier,
      blueprint: entity.blueprint,
      runId,
      diff: {
        ...(before ? { before: published(before) } : {}),
        ...(after ? { after: published(after) } : {}),
      },
    })),
  );
}
