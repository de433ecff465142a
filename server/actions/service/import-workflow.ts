import type { Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { type ImportedWorkflow, importWorkflow } from "../core/payload/import-workflow";

/** The form for a GitHub workflow, from the text of its file. Nothing is stored. Administrators only. Throws Invalid with the reason. */
export function formOfWorkflow(ctx: Context, yaml: string): ImportedWorkflow {
  checkPermission(ctx.actor, "actions.manage");
  const imported = importWorkflow(yaml);
  if ("fault" in imported) throw Invalid.at(["yaml"], imported.fault);
  return imported;
}
