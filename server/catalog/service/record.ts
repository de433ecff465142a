import { audit } from "@/server/audit/service";
import { actorId } from "@/server/kernel/context";
import { publish } from "@/server/kernel/events";
import type { TransactionContext } from "@/server/kernel/transaction";
import { shownBy } from "../core/entity-rules";
import type { BlueprintDefinition, Entity, EntityRecord } from "../schema";
import { recordEntity, type EntityRow } from "../store/entities";

/** An entity as it is given out. `targets` are the identifiers at the other end of its relations. */
export function toEntity(
  definition: BlueprintDefinition,
  row: EntityRow,
  targets: Record<string, string[]> = {},
): EntityRecord {
  return {
    identifier: row.identifier,
    title: row.title,
    icon: row.icon,
    blueprint: definition.identifier,
    team: row.team,
    ...shownBy(definition, row.properties, targets),
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
    revision: row.revision,
    runId: row.runId,
  };
}

/** The entity in the published shape. */
export function published({ revision: _revision, runId: _runId, ...entity }: EntityRecord): Entity {
  return entity;
}

/** A change of one entity: `before` is null where it is new, `after` where it is gone. */
export interface Written {
  id: string;
  before: EntityRecord | null;
  after: EntityRecord | null;
  runId: string | null;
}

/**
 * Writes revision, audit row and event of each change. Comes last in a transaction: the audit chain is one lock for all,
 * and who holds it should wait for nobody's rows.
 */
export async function recordAll(tx: TransactionContext, changes: Written[]): Promise<void> {
  for (const { id, before, after, runId } of changes) {
    const entity = after ?? before;
    if (!entity) continue;
    const { blueprint, identifier } = entity;
    const revision = after ? after.revision : entity.revision + 1;
    await recordEntity(tx.db, {
      entityId: id,
      blueprint,
      identifier,
      revision,
      snapshot: after && published(after),
      runId,
      by: actorId(tx.actor),
    });
    await audit(tx, {
      action: !before ? "CREATE" : after ? "UPDATE" : "DELETE",
      resourceType: "entity",
      resourceId: identifier,
      blueprint,
      runId,
      diff: {
        ...(before ? { before: published(before) } : {}),
        ...(after ? { after: published(after) } : {}),
      },
    });
    await publish(tx, !before ? "entity.created" : after ? "entity.updated" : "entity.deleted", {
      blueprint,
      identifier,
      runId,
    });
  }
}
