import { actorId, actorName, type Context } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { type PolicyPreview, previewVerdicts } from "@/server/policy/service/preview";
import { environmentOf } from "@/server/runs/core/environment";
import { policyCase } from "@/server/runs/service/policy-case";
import type { ExecuteInput } from "../schema";
import { secretsOf } from "../core/form/expressions";
import { type Executable, prepare } from "./execute";
import { owningTeam, snapshotOf } from "./plan";

/**
 * What the policies in force say to a request, before it is made; the values need not be complete. Throws like
 * `executeAction` when the actor may not execute the action.
 */
export async function previewPolicies(
  ctx: Context,
  identifier: string,
  input: ExecuteInput,
): Promise<PolicyPreview> {
  checkPermission(ctx.actor, "actions.execute");
  const { actor } = ctx;
  if (actor.kind === "anonymous") return { verdicts: [], later: [] };
  const executable = await prepare(ctx, identifier, input.entity);
  const { row, action, entity, blueprint } = executable;
  const hidden = secretsOf(action.trigger.userInputs);
  const inputs = Object.fromEntries(
    Object.entries(input.properties).filter(([key]) => !hidden.includes(key)),
  );
  const told = await policyCase(
    ctx,
    {
      id: "preview",
      action: snapshotOf(row, action),
      blueprint,
      target: entity && { blueprint: entity.blueprint, identifier: entity.identifier, title: entity.title },
      team: await teamOf(ctx, executable, inputs),
      environment: environmentOf({ inputs, entity }),
      inputs,
      module: null,
      plan: null,
      estimate: null,
      requesterId: actorId(actor),
      requesterKind: actor.kind,
      requesterName: actorName(actor),
      requesterEmail: actor.kind === "user" ? actor.email : null,
    },
    [],
  );
  // The identifier of what is made follows from the whole form.
  return previewVerdicts(ctx, told, entity ? [] : ["entity", "target"]);
}

/** The team that would own the result, as far as it can be told. */
export async function teamOf(
  ctx: Context,
  { row, action, entity }: Executable,
  inputs: Record<string, unknown>,
): Promise<string | null> {
  try {
    return await owningTeam(ctx, row, action, { inputs, entity });
  } catch (error) {
    // A form that is not filled in yet names no team, or one that will be refused at its input.
    if (!(error instanceof DomainError)) throw error;
    return null;
  }
}
