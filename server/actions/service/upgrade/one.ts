import { getEntity } from "@/server/catalog/service/read";
import { type Context, isAdmin, teamsOf } from "@/server/kernel/context";
import { Forbidden, Invalid, NotFound, Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { listTemplateVersions } from "@/server/pipelines/version-standing";
import { terraformOf } from "@/server/runs/core/invocation";
import { type Instance, instanceOf } from "@/server/runs/service/instances";
import { payloadInputs } from "@/server/runs/service/payload-inputs";
import { requestPreview } from "@/server/runs/service/speculative/request";
import { submitRun, type SubmitRun } from "@/server/runs/service/submit";
import { mayExecute } from "../../core/permission";
import { upgradeInvocation } from "../../core/upgrade/invocation";
import { findAction } from "../../store";
import { understood } from "../execute";
import { executorOf } from "../plan";
import { filledIn, sealAnew, type SecretsAnew } from "../secrets-anew";
import { approvalRuleFor, assertSomebodyNamed } from "../policy-decisions";

type AnyContext = Context | TransactionContext;
type Of = { blueprint: string; entity: string };

/**
 * Brings what a template has made to another version, newer or older: a run that applies the values of the last one. Its
 * plan, policies and approvals are those of the action. Administrators, and members of the owning team who may run that
 * action. Secret inputs of the last run that its variables take are not kept, and have to be given again. Out: the run. Throws
 * NotFound, Forbidden, Invalid at `version` or `secrets`, Precondition when it cannot be repeated or secret inputs are missing.
 */
export async function upgradeInstance(ctx: AnyContext, of: Of, version: string, secrets: SecretsAnew = {}) {
  checkPermission(ctx.actor, "actions.execute");
  const run = await upgradeRun(ctx, of, version, secrets);
  return transaction(ctx, (tx) => submitRun(tx, run));
}

/** What an upgrade would change: a plan without a run, which nothing can apply. Throws as `upgradeInstance` does, and Limit. */
export async function previewUpgrade(
  ctx: Context,
  of: Of,
  version: string,
  given: SecretsAnew = {},
): Promise<{ planId: string }> {
  checkPermission(ctx.actor, "actions.execute");
  const { action, inputs, target, team, secrets = {} } = await upgradeRun(ctx, of, version, given);
  return requestPreview(ctx, {
    action,
    blueprint: of.blueprint,
    inputs,
    secrets,
    target,
    team,
    environment: null,
  });
}

/** What `submitRun`, or a plan that nothing applies, needs for it. Throws as `upgradeInstance` does. */
export async function upgradeRun(
  ctx: AnyContext,
  of: Of,
  version: string,
  given: SecretsAnew = {},
): Promise<SubmitRun> {
  const entity = await getEntity(ctx, of.blueprint, of.entity);
  const { workspace, last } = await upgradable(ctx, of);
  const row = await findAction(ctx.db, last.actionIdentifier);
  if (!row)
    throw new Precondition(
      `The action "${last.actionIdentifier}" that made it last is gone, so nobody could say who may change it. Run another action on it first.`,
    );
  const ours = isAdmin(ctx.actor) || entity.team.some((team) => teamsOf(ctx.actor).includes(team));
  if (!ours || !mayExecute(row.permissions, last.action.operation, executorOf(ctx), entity.team))
    throw new Forbidden(
      `Only an administrator, or somebody of the owning team who may run "${last.action.title}", can upgrade it.`,
    );
  await assertVersion(ctx, workspace, version);
  const plan = upgradeInvocation(
    terraformOf(last.action),
    last.variables ?? {},
    last.action.userInputs,
    Object.keys(filledIn(given)),
  );
  const anew = await sealAnew(ctx, last, given, plan.ok ? [] : plan.lost);
  if (!plan.ok) throw new Error("Secret inputs that are missing were not said to be.");
  const { action } = understood(row);
  const now = action.invocationMethod.type === "TERRAFORM" ? action.invocationMethod : null;
  const { lifetime: _lifetime, ...snapshot } = last.action;
  const team = entity.team[0] ?? last.team;
  const { inputs } = await payloadInputs(ctx, action.trigger.userInputs, anew.inputs);
  const rule = await approvalRuleFor(ctx, action, team, { row, entity, inputs });
  assertSomebodyNamed(row.permissions, rule);
  return {
    action: {
      ...snapshot,
      revision: row.revision,
      operation: "DAY-2",
      requiredApproval: action.requiredApproval ?? false,
      // Credentials are looked for where they are today.
      invocation: { ...plan.invocation, ...(now?.connection ? { connection: now.connection } : {}) },
      upgrade: { from: workspace.templateVersion, to: version },
    },
    blueprint: of.blueprint,
    inputs: anew.inputs,
    secrets: anew.secrets,
    target: { blueprint: entity.blueprint, identifier: entity.identifier, title: entity.title },
    team,
    rule,
  };
}

/** The instance with the run that applied last. Throws NotFound, Precondition when there is nothing to repeat. */
async function upgradable(
  ctx: AnyContext,
  of: Of,
): Promise<Instance & { last: NonNullable<Instance["last"]> }> {
  const instance = await instanceOf(ctx, of);
  if (!instance) throw new NotFound("Workspace", `${of.blueprint}/${of.entity}`);
  const { workspace, last } = instance;
  if (!last || last.action.invocation.type !== "TERRAFORM")
    throw new Precondition(
      `No run has applied anything in ${workspace.name} yet, so there is nothing to upgrade.`,
    );
  if (last.action.invocation.template !== workspace.template)
    throw new Precondition(`${workspace.name} was made from another template than its last run applied.`);
  return { workspace, last };
}

async function assertVersion(
  ctx: AnyContext,
  workspace: Instance["workspace"],
  version: string,
): Promise<void> {
  if (workspace.templateVersion === version)
    throw Invalid.at(["version"], `${workspace.name} is on version ${version} already.`);
  const known = await listTemplateVersions(ctx, workspace.template);
  if (!known.some((one) => one.version === version))
    throw Invalid.at(
      ["version"],
      `Version ${version} of the template "${workspace.template}" is not known here. There are: ${known.map((one) => one.version).join(", ") || "none"}.`,
    );
}
