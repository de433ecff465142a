import { remoteOf, terraformOf } from "@/server/runs/core/invocation";
import { actorId, actorName } from "@/server/kernel/context";
import { Conflict, Invalid, Precondition } from "@/server/kernel/errors";
import { newEntityIdentifier } from "@/server/kernel/ids";
import type { TransactionContext } from "@/server/kernel/transaction";
import { moduleName } from "@/server/pipelines/schema";
import { render, TemplateError } from "@/server/pipelines/template";
import { identifierSchema } from "@/server/properties/schema";
import { inputBehind, templateContext } from "@/server/runs/core/template-context";
import type { RunTarget } from "@/server/runs/schema";
import {
  liveRun,
  reuseWorkspace,
  stateHead,
  upsertWorkspace,
  findWorkspaceByName,
  type WorkspaceRow,
} from "@/server/runs/store/workspaces";
import { assertRemovable, findEntity } from "./catalog";
import { payloadInputs } from "./payload-inputs";
import type { SubmitRun } from "./submit";

type Aim = SubmitRun & { id: string };
type AimOnWorkspace = Aim & { blueprint: string };

/** Longest identifier of an entity that the catalog takes. */
const IDENTIFIER = identifierSchema(1000);

export const workspaceName = (target: RunTarget): string => `${target.blueprint}/${target.identifier}`;

/**
 * Finds what a run is about: the entity, given or to be made, and its workspace. Refuses what cannot end well: creating
 * what exists or is being created, changing what is being destroyed, destroying what has no workspace, and anything
 * on a blocked workspace.
 */
export async function aimRun(
  tx: TransactionContext,
  run: Aim,
): Promise<{ target: RunTarget | null; workspaceId: string | null }> {
  if (remoteOf(run.action)) return { target: run.target ?? (await remoteTarget(tx, run)), workspaceId: null };
  const { blueprint } = run;
  if (blueprint === null)
    throw new Precondition("An action of Terraform works on a blueprint, and this one names none.");
  const target = run.target ?? (await newTarget(tx, { ...run, blueprint }));
  const name = workspaceName(target);
  const invocation = terraformOf(run.action);
  const known = await findWorkspaceByName(tx.db, name);
  if (invocation.operation === "destroy" && (!known || known.status === "destroyed"))
    throw new Precondition(
      `Nothing was made for ${target.blueprint} "${target.identifier}" by a run, so there is nothing to destroy. Delete the entity in the catalog instead.`,
    );

  if (invocation.operation === "destroy") await assertRemovable(tx, target);
  const workspace = await upsertWorkspace(tx, {
    name,
    template: moduleName(invocation),
    blueprint: target.blueprint,
    entity: target.identifier,
    team: run.team,
  });
  await assertUsable(tx, workspace, run, target);
  return { target, workspaceId: workspace.id };
}

/**
 * The entity that a creation elsewhere will make, as far as it is known before: null when there is no mapping, or its
 * identifier comes from the answer.
 */
async function remoteTarget(tx: TransactionContext, run: Aim): Promise<RunTarget | null> {
  const invocation = remoteOf(run.action);
  const { blueprint } = run;
  if (!invocation || invocation.type === "UPSERT_ENTITY" || !invocation.mapping || blueprint === null)
    return null;
  if (run.action.operation !== "CREATE" || /\.(response|outputs)\b/.test(invocation.mapping.identifier))
    return null;
  const title = invocation.mapping.title;
  const early = title !== undefined && /\.(response|outputs)\b/.test(title) ? undefined : title;
  return mappedTarget(tx, { ...run, blueprint }, { identifier: invocation.mapping.identifier, title: early });
}

/** What a run would be about, without taking anything: for a plan that nothing will apply. Throws as `aimRun` does. */
export const targetFor = (tx: TransactionContext, run: AimOnWorkspace): Promise<RunTarget> =>
  run.target ? Promise.resolve(run.target) : newTarget(tx, run);

/** The entity that a creation will make: its identifier comes from the mapping, or is made up when there is none. */
async function newTarget(tx: TransactionContext, run: AimOnWorkspace): Promise<RunTarget> {
  const { mapping } = terraformOf(run.action);
  if (!mapping) return { blueprint: run.blueprint, identifier: newEntityIdentifier(), title: null };
  return mappedTarget(tx, run, mapping);
}

/** Throws Invalid when the identifier is none, or there is such an entity. */
async function mappedTarget(
  tx: TransactionContext,
  run: AimOnWorkspace,
  mapping: { identifier: string; title?: string },
): Promise<RunTarget> {
  const { inputs } = await payloadInputs(tx, run.action.userInputs, run.inputs);
  const context = templateContext(
    {
      ...run,
      inputs,
      origin: tx.origin,
      requester: {
        id: actorId(tx.actor),
        name: actorName(tx.actor),
        email: tx.actor.kind === "user" ? tx.actor.email : null,
      },
      createdAt: new Date(),
      target: null,
    },
    null,
  );
  const path = pathOf(mapping.identifier);
  const parsed = IDENTIFIER.safeParse(await renderAt(path, mapping.identifier, context));
  if (!parsed.success)
    throw Invalid.at(
      path,
      `Cannot become the identifier of a ${run.blueprint}: ${parsed.error.issues[0]?.message ?? "it is empty"}`,
    );
  if (await findEntity(tx, run.blueprint, parsed.data))
    throw Invalid.at(
      path,
      `A ${run.blueprint} with the identifier "${parsed.data}" exists already. Choose another.`,
    );
  const title =
    mapping.title === undefined ? null : await renderAt(pathOf(mapping.title), mapping.title, context);
  return {
    blueprint: run.blueprint,
    identifier: parsed.data,
    title: typeof title === "string" && title ? title : null,
  };
}

async function renderAt(path: string[], template: string, context: unknown): Promise<unknown> {
  try {
    return await render(template, context);
  } catch (error) {
    if (error instanceof TemplateError)
      throw Invalid.at(path, `The action's mapping cannot be evaluated with this value: ${error.message}`);
    throw error;
  }
}

const pathOf = (template: string): string[] => {
  const input = inputBehind(template);
  return input ? ["properties", input] : ["properties"];
};

/** The workspace's row is locked here, so of two runs that create the same entity the second sees the first. */
async function assertUsable(
  tx: TransactionContext,
  workspace: WorkspaceRow,
  run: Aim,
  target: RunTarget,
): Promise<void> {
  const { operation } = run.action;
  const invocation = terraformOf(run.action);
  if (workspace.status === "blocked")
    throw new Precondition(
      `The workspace ${workspace.name} is blocked: ${workspace.blockedReason ?? "a run ended uncleanly"} A lead of the owning team or an administrator must look at it and acknowledge it first.`,
      { error: "workspace_blocked", workspaceId: workspace.id },
    );
  const destroyer = await liveRun(tx, workspace.id, "destroy");
  if (destroyer)
    throw new Conflict(
      `${target.blueprint} "${target.identifier}" is being deleted by run ${destroyer.id} of ${destroyer.requesterName}.`,
      { runId: destroyer.id },
    );
  if (operation === "CREATE") {
    const creator = await liveRun(tx, workspace.id, "create");
    if (creator)
      throw Invalid.at(
        pathOf(invocation.mapping?.identifier ?? ""),
        `A ${target.blueprint} "${target.identifier}" is being created already, by run ${creator.id} of ${creator.requesterName}. Choose another, or wait for that run.`,
      );
  }
  const fresh =
    workspace.status === "destroyed" ||
    (workspace.template !== moduleName(invocation) && !(await stateHead(tx.db, workspace.id)));
  if (fresh && operation === "CREATE") await reuseWorkspace(tx, workspace.id, moduleName(invocation));
  else if (workspace.status === "destroyed")
    throw new Precondition(
      `What ${target.blueprint} "${target.identifier}" stood for was destroyed. Create it again.`,
    );
  else if (workspace.template !== moduleName(invocation))
    throw new Precondition(
      `The workspace ${workspace.name} was made from the template ${workspace.template}, and this action applies ${moduleName(invocation)}: that would destroy what is there. Mend the action's template.`,
    );
}
