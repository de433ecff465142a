import { shownBy } from "../core/entity-rules";
import type { BlueprintDefinition, Entity, EntityRecord } from "../schema";
import type { EntityRow } from "../store/entities";

/** An entity as it is given out. `targets` are the identifiers at the other end of its relations. */
export function toEntity(
  definition: BlueprintDefinition,
  row: Omit<EntityRow, "id" | "blueprintId" | "faults">,
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
export function published({
  revision: _revision,
  runId: _runId,
  faults: _faults,
  ...entity
}: EntityRecord): Entity {
  return entity;
}
