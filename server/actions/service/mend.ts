import type { Context } from "@/server/kernel/context";
import { Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import { OBSERVED_REASON } from "@/server/pipelines/core/plan";
import { getDrift } from "@/server/runs/service/drift/checks";
import { submitRun } from "@/server/runs/service/submit";
import { visibleWorkspace } from "@/server/runs/service/workspaces";
import { lastApplied } from "@/server/runs/service/workspace-last";
import { findEntity } from "./catalog";
import { caseOf, prepare } from "./execute";
import { approvalRuleFor, assertAllowed, assertSomebodyNamed } from "./policy-decisions";
import { assertRepeatable } from "./rerun";
import { lostSecrets, sealAnew, type SecretsAnew } from "./secrets-anew";

/**
 * Brings what has drifted back to what was last applied: the same action with the same inputs again, with the approval that
 * the action asks for today. What only the module itself saw is made anew. Secret inputs of that run are not kept, and have to be
 * given again. Throws Precondition when nothing has drifted, or secret inputs are missing, Invalid at `secrets`, and whatever
 * executing the action throws.
 */
export async function mendDrift(
  ctx: Context,
  input: { workspaceId: string; idempotencyKey?: string | null; secrets?: SecretsAnew },
): Promise<{ runId: string }> {
  checkPermission(ctx.actor, "actions.execute");
  const workspace = await visibleWorkspace(ctx, input.workspaceId);
  const [drift, last] = [await getDrift(ctx, workspace.id), await lastApplied(ctx, workspace.id)];
  if (drift.status !== "drifted" || !last?.target)
    throw new Precondition(
      "The workspace has not drifted, so there is nothing to mend. Check it for drift first.",
    );
  const lost = lostSecrets(last);
  await assertRepeatable(ctx, last, lost);
  const { inputs, secrets } = await sealAnew(ctx, last, input.secrets ?? {}, lost);
  const creates = last.action.operation === "CREATE";
  const { row, action, blueprint } = await prepare(
    ctx,
    last.actionIdentifier,
    creates ? undefined : last.target.identifier,
  );
  const entity = await findEntity(ctx, last.target.blueprint, last.target.identifier);
  if (!entity)
    throw new Precondition(
      `${last.target.blueprint} "${last.target.identifier}" is no longer in the catalog, so it cannot be mended. Destroy what is left of it.`,
    );
  const wanted = await caseOf(ctx, { row, action, blueprint, entity }, inputs);
  await assertAllowed(ctx, action.trigger.operation, wanted);
  const rule = await approvalRuleFor(ctx, action, last.team, wanted);
  assertSomebodyNamed(row.permissions, rule);
  const replace = (drift.plan?.resources ?? [])
    .filter(({ reason }) => reason === OBSERVED_REASON)
    .map(({ address }) => address);
  const run = await transaction(ctx, (tx) =>
    submitRun(tx, {
      // What exists is changed, whatever made it: a creation would be refused for an entity that is there.
      action: { ...last.action, operation: "DAY-2", ...(replace.length ? { replace } : {}) },
      blueprint,
      inputs,
      secrets,
      target: last.target,
      team: last.team,
      rule,
      idempotencyKey: input.idempotencyKey,
      rerunOf: last.id,
    }),
  );
  return { runId: run.id };
}
