import { changeAt, entityNow, recomputationAt, type EntityChange } from "@/server/catalog/service/changes";
import { actorNames } from "@/server/catalog/service/names";
import type { Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { toPublishedRun } from "@/server/runs/core/published";
import { visibleRun } from "@/server/runs/service/read";
import { entityEvent, runEvent, scheduleEvent, timerEvent } from "../core/event";
import type { AutomationEvent, FiringSource, RunFacts } from "../schema";

/** Which event it is: what a firing keeps of it. */
export interface EventPlace {
  source: FiringSource;
  blueprint: string | null;
  subject: string | null;
}

/**
 * The event with its data, as they were; null when the history does not have them any more. For parts of the portal that
 * act as the system: no permission is asked.
 */
export async function eventOf(
  ctx: Context,
  { source, blueprint, subject }: EventPlace,
): Promise<AutomationEvent | null> {
  switch (source.kind) {
    case "entity":
      return changed(ctx, await changeAt(ctx, source.entityId, source.revision), source.origin);
    case "recomputation":
      return changed(ctx, await recomputationAt(ctx, source.recomputation), "SYSTEM");
    case "timer":
      if (blueprint === null || subject === null) return null;
      return timerEvent({
        blueprint,
        identifier: subject,
        property: source.property,
        at: new Date(source.expiresAt),
        entity: await entityNow(ctx, blueprint, subject),
      });
    case "run":
      return ofRun(ctx, source.runId, source.before, source.after);
    case "schedule":
      return scheduleEvent(new Date(source.slot));
  }
}

async function changed(
  ctx: Context,
  change: EntityChange | null,
  origin: string,
): Promise<AutomationEvent | null> {
  if (!change) return null;
  const by = change.by === null ? null : await named(ctx, change.by);
  return entityEvent({ ...change, by, origin: change.by?.startsWith("system:") ? "SYSTEM" : origin });
}

async function ofRun(
  ctx: Context,
  runId: string,
  before: RunFacts | null,
  after: RunFacts | null,
): Promise<AutomationEvent | null> {
  const run = await visibleRun(ctx, runId).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  if (!run) return null;
  const entity = run.target && (await entityNow(ctx, run.target.blueprint, run.target.identifier));
  return runEvent({
    id: run.id,
    action: run.actionIdentifier,
    published: {
      ...toPublishedRun(run),
      response: run.response ?? null,
      ...(entity ? { entity } : {}),
    },
    before,
    after,
    blueprint: run.blueprint,
    entity: run.target?.identifier ?? null,
    at: run.updatedAt,
    by: { id: run.requesterId, name: run.requesterName },
    origin: run.origin,
  });
}

async function named(ctx: Context, id: string): Promise<{ id: string; name: string }> {
  return { id, name: (await actorNames(ctx, [id])).get(id) ?? id };
}
