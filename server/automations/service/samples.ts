import type { AutomationTrigger } from "@/server/actions/schema";
import { slotBefore } from "@/server/actions/core/definition/cron";
import { lastChanges } from "@/server/catalog/service/changes";
import type { Context } from "@/server/kernel/context";
import { publishedStatus } from "@/server/runs/core/lifecycle";
import { page } from "@/server/runs/service/read";
import type { FiringSource, RunFacts } from "../schema";

/** An event of the past with which an automation can be tried. */
export interface Sample {
  /** Given back to try it. */
  source: FiringSource;
  blueprint: string | null;
  subject: string | null;
  title: string;
  at: string;
}

const MOST = 20;

/** The last events of the kind that a trigger listens to, the newest first. */
export async function samplesOf(ctx: Context, event: AutomationTrigger["event"]): Promise<Sample[]> {
  if (event.type === "SCHEDULE") {
    const slot = slotBefore(event.cron, event.timezone, new Date());
    if (!slot) return [];
    const source = { kind: "schedule" as const, slot: slot.toISOString() };
    return [
      { source, blueprint: null, subject: null, title: "The last slot of the schedule", at: source.slot },
    ];
  }
  if ("actionIdentifier" in event)
    return runSamples(ctx, event.actionIdentifier, event.type === "RUN_CREATED");
  const { blueprintIdentifier: blueprint } = event;
  const deleted = event.type === "ENTITY_DELETED";
  const changes = await lastChanges(ctx, blueprint, { deleted, limit: MOST });
  return changes.map(({ entityId, revision, identifier, title, at }) => ({
    source:
      event.type === "TIMER_PROPERTY_EXPIRED"
        ? { kind: "timer", property: event.propertyIdentifier, expiresAt: at }
        : {
            kind: "entity",
            entityId,
            revision: event.type === "ENTITY_CREATED" ? 1 : revision,
            origin: "UI",
          },
    blueprint,
    subject: identifier,
    title: title ?? identifier,
    at,
  }));
}

async function runSamples(ctx: Context, action: string, created: boolean): Promise<Sample[]> {
  const { runs } = await page(ctx, { action, limit: MOST });
  return runs.map((run) => {
    const after: RunFacts = {
      status: publishedStatus(run.status),
      state: run.status,
      statusLabel: run.statusLabel,
      summary: run.summary,
      link: [],
    };
    // What it was before its last change is not kept; it was under way.
    const before: RunFacts = {
      ...after,
      status: "IN_PROGRESS",
      state: "applying",
      statusLabel: null,
      summary: null,
    };
    return {
      source: { kind: "run", runId: run.id, before: created ? null : before, after },
      blueprint: run.blueprint,
      subject: run.target?.identifier ?? run.id,
      title: `${run.target?.title ?? run.target?.identifier ?? run.id}: ${run.status.replaceAll("_", " ")}`,
      at: run.updatedAt.toISOString(),
    };
  });
}
