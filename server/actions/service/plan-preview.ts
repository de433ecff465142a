import type { Context } from "@/server/kernel/context";
import { Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { environmentOf } from "@/server/runs/core/environment";
import { requestPreview } from "@/server/runs/service/speculative/request";
import { type ExecuteInput, executeSchema } from "../schema";
import { caseOf, prepare } from "./execute";
import { readInputs } from "./inputs";
import { owningTeam, snapshotOf } from "./plan";
import { assertAllowed } from "./policy-decisions";
import { sealInputs } from "./seal-inputs";

/**
 * Asks what an action would change with these values: a plan without a run, which nothing can apply. Demands what executing
 * demands, but no approval. Throws Precondition for an action whose backend makes no plans, Limit when the actor has enough of
 * them under way, and otherwise as `executeAction` does.
 */
export async function previewPlan(
  ctx: Context,
  identifier: string,
  input: ExecuteInput,
): Promise<{ planId: string }> {
  checkPermission(ctx.actor, "actions.execute");
  const given = executeSchema.parse(input);
  const executable = await prepare(ctx, identifier, given.entity);
  const { row, action, blueprint, entity } = executable;
  if (action.invocationMethod.type !== "TERRAFORM" || blueprint === null)
    throw new Precondition(
      `"${action.title ?? identifier}" is carried out by ${action.invocationMethod.type}, which makes no plans beforehand.`,
    );
  const values = await readInputs(ctx, action, given.properties, entity, {});
  const { inputs, secrets } = await sealInputs(ctx, action.trigger.userInputs, values);
  await assertAllowed(ctx, action.trigger.operation, await caseOf(ctx, executable, inputs));
  const team = await owningTeam(ctx, row, action, { inputs, entity });
  return requestPreview(ctx, {
    action: snapshotOf(row, action),
    blueprint,
    inputs,
    secrets,
    target: entity && { blueprint: entity.blueprint, identifier: entity.identifier, title: entity.title },
    team,
    environment: environmentOf({ inputs, entity }),
  });
}
