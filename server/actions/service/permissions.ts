import { audit } from "@/server/audit/service";
import { actorId, type Context } from "@/server/kernel/context";
import { Invalid, type Issue, NotFound } from "@/server/kernel/errors";
import { checkJq } from "@/server/kernel/jq";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { checkTemplates } from "@/server/pipelines/template";
import { patchPermissions } from "../core/permission";
import { type ActionPermissions, type PermissionsPatch, permissionsPatchSchema } from "../schema";
import * as store from "../store";
import { visibleAction } from "./definitions";
import { assertApprovable } from "./verify";

type AnyContext = Context | TransactionContext;

/** Permissions as they are given out: with a policy of null where there is none. */
const shown = ({ execute, approve }: ActionPermissions): ActionPermissions => ({
  execute: { ...execute, policy: execute.policy ?? null },
  approve: { ...approve, policy: approve.policy ?? null },
});

/** Who may execute and approve an action. Administrators only. Throws NotFound. */
export async function getPermissions(ctx: AnyContext, identifier: string): Promise<ActionPermissions> {
  checkPermission(ctx.actor, "actions.manage");
  return shown((await visibleAction(ctx, identifier)).permissions);
}

/**
 * Changes the parts of the permissions that are named. Administrators only. Throws Invalid when nobody could approve, or a
 * policy has a condition or template that does not parse.
 */
export async function updatePermissions(
  ctx: AnyContext,
  identifier: string,
  input: unknown,
): Promise<ActionPermissions> {
  checkPermission(ctx.actor, "actions.manage");
  const patch = permissionsPatchSchema.parse(input);
  const issues = await policyIssues(patch);
  if (issues.length) throw new Invalid(issues);
  return transaction(ctx, async (tx) => {
    const row = await store.lockAction(tx.db, identifier);
    if (!row) throw new NotFound("Action", identifier);
    const permissions = patchPermissions(row.permissions, patch);
    await assertApprovable(tx, row.definition, permissions);
    await store.updatePermissions(tx.db, row.id, permissions, actorId(tx.actor));
    await audit(tx, {
      action: "UPDATE_PERMISSIONS",
      resourceType: "action",
      resourceId: row.identifier,
      blueprint: row.blueprint,
      diff: { before: row.permissions, after: permissions },
    });
    return shown(permissions);
  });
}

/** Conditions and templates of the policies that do not parse, each with its place. */
export async function policyIssues(patch: PermissionsPatch): Promise<Issue[]> {
  const policies = (["execute", "approve"] as const).flatMap((kind) => {
    const policy = patch[kind]?.policy;
    return policy ? [{ policy, at: [kind, "policy"] }] : [];
  });
  const found = await Promise.all(
    policies.map(async ({ policy, at }) => {
      const templates = await checkTemplates(policy.queries);
      const conditions = await Promise.all(policy.conditions.map(checkJq));
      return [
        ...templates.map((issue) => ({ ...issue, path: [...at, "queries", ...issue.path] })),
        ...conditions.flatMap((message, i) =>
          message === null ? [] : [{ path: [...at, "conditions", i], message }],
        ),
      ];
    }),
  );
  return found.flat();
}
