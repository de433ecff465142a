import type { BlueprintDefinition, Entity } from "../schema";

/** Where a blueprint sends the changes of its entities; null: nowhere, or to a topic, which nobody is told of yet. */
export function webhookOf({ changelogDestination }: BlueprintDefinition): string | null {
  const url = changelogDestination?.type === "WEBHOOK" ? changelogDestination.url : null;
  return typeof url === "string" && url !== "" ? url : null;
}

type Snapshot = Partial<Entity> | null;

export interface LoggedChange {
  blueprint: string;
  entity: string;
  runId: string | null;
  at: string;
  by: { userId: string; name: string };
  origin: string;
  before: Snapshot;
  after: Snapshot;
}

/** A change in the published shape. */
export function changeMessage({ blueprint, entity, runId, at, by, origin, before, after }: LoggedChange) {
  return {
    action: !before ? "CREATE" : after ? "UPDATE" : "DELETE",
    resourceType: "entity",
    status: "SUCCESS",
    trigger: { at, by, origin },
    context: { blueprint, entity, ...(runId ? { runId } : {}) },
    diff: { before, after },
  };
}
