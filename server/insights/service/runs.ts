import type { Events } from "@/server/kernel/events";
import { NotFound } from "@/server/kernel/errors";
import { log } from "@/server/kernel/log";
import type { TransactionContext } from "@/server/kernel/transaction";
import { render, TemplateError } from "@/server/pipelines/template";
import { templateContext } from "@/server/runs/core/template-context";
import { visibleRun } from "@/server/runs/service/read";
import type { DeploymentStatus } from "../schema";
import { ingest } from "./ingest";

const STATUS: Readonly<Record<string, DeploymentStatus>> = {
  succeeded: "success",
  failed: "failure",
  cancelled: "cancelled",
};

/** A run has ended whose action deploys: that is a deployment through the platform. Runs that never began are none. */
export async function onRunDeployed(
  tx: TransactionContext,
  { runId, status }: Events["run.ended"],
): Promise<void> {
  const told = STATUS[status];
  if (told === undefined) return;
  let run: Awaited<ReturnType<typeof visibleRun>>;
  try {
    run = await visibleRun(tx, runId);
  } catch (error) {
    // An event about a run that is no longer kept has nothing to say.
    if (error instanceof NotFound) return;
    throw error;
  }
  const { deploys } = run.action;
  if (!deploys || !run.startedAt || !run.endedAt) return;
  const context = templateContext(
    {
      ...run,
      requester: { id: run.requesterId, name: run.requesterName, email: run.requesterEmail },
    },
    null,
    Object.fromEntries(
      Object.entries(run.outputs ?? {}).map(([name, { value, sensitive }]) => [
        name,
        sensitive ? null : value,
      ]),
    ),
  );
  let what: Record<string, unknown>;
  try {
    what = (await render(deploys, context)) as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    log.warn({ runId, problem: error.message }, "what a run deployed cannot be told");
    return;
  }
  const event = {
    externalId: runId,
    service: run.target?.identifier ?? run.entityIdentifier,
    ...Object.fromEntries(Object.entries(what).map(([field, value]) => [field, asText(value)])),
    status: told,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.endedAt.toISOString(),
    viaPlatform: true,
    runId,
    ...(run.module ? { templateId: run.module.source, templateVersion: run.module.version } : {}),
  };
  const { refused } = await ingest(tx, "deployments", [event], { source: "portal" });
  if (refused.length > 0)
    log.warn({ runId, issues: refused[0]!.issues }, "what a run deployed cannot be told");
}

const asText = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value);
