import type { Executor } from "@/db/client";
import type { ModuleSource } from "@/server/pipelines/schema";
import type { ModuleReference } from "@/server/pipelines/versions";
import { terraformOf } from "@/server/runs/core/invocation";
import type { RunRow } from "@/server/runs/store/runs";
import { findWorkspace } from "@/server/runs/store/workspaces";

/** A template in a version, or a git repository at a commit. */
export type AnyModule = ModuleReference | { source: ModuleSource };

/**
 * The module that a run is about. Once planned it is what was planned. What is made takes the version that the action is
 * pinned to, or the recommended one; what exists stays on its own version until an upgrade brings it to another. One of a git
 * repository is always that of the commit that the action names.
 */
export async function moduleReference(
  db: Executor,
  run: Pick<RunRow, "action" | "module" | "workspaceId">,
): Promise<AnyModule> {
  const { template, source, version } = terraformOf(run.action);
  if (source) return { source };
  if (template === undefined) throw new Error(`The action ${run.action.identifier} names no module.`);
  if (run.module?.source === template) return { template, version: run.module.version };
  if (run.action.upgrade) return { template, version: run.action.upgrade.to };
  if (run.action.operation === "CREATE" || !run.workspaceId) return { template, version };
  const workspace = await findWorkspace(db, run.workspaceId);
  return { template, version: workspace?.templateVersion ?? version };
}
