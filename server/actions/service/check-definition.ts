import type { Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import { checkAction } from "../core/check";
import { DEFAULT_PERMISSIONS } from "../schema";
import { findAction } from "../store";
import { approvalFaults, type DefinitionFaults, definitionFaults } from "./verify";
import { missingForRuns } from "./verify-warnings";

type AnyContext = Context | TransactionContext;

/**
 * Everything that is wrong with a definition, without storing it: its shape first, then what it names and whether somebody
 * could approve it. `identifier` is the action that it is to replace; undefined: it is a new one. Administrators only.
 */
export async function checkDefinition(
  ctx: AnyContext,
  definition: unknown,
  identifier?: string,
): Promise<DefinitionFaults> {
  checkPermission(ctx.actor, "actions.manage");
  const checked = checkAction(definition);
  if (!checked.ok) return { issues: checked.issues, warnings: [] };
  const { action } = checked;
  const { issues, warnings } = await definitionFaults(ctx, action);
  warnings.push(...(await missingForRuns(ctx, action)));
  const current = identifier === undefined ? undefined : await findAction(ctx.db, identifier);
  if (action.identifier !== identifier && (await findAction(ctx.db, action.identifier)))
    issues.push({
      path: ["identifier"],
      message: `There is an action "${action.identifier}" already. Choose another identifier.`,
    });
  issues.push(...(await approvalFaults(ctx, action, current?.permissions ?? DEFAULT_PERMISSIONS)));
  return { issues, warnings };
}
