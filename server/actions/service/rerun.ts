import { actorId, actorName, type Context, isAdmin } from "@/server/kernel/context";
import { Conflict, Forbidden, Precondition } from "@/server/kernel/errors";
import { denials } from "@/server/policy/core/verdict";
import { isEnd } from "@/server/runs/core/lifecycle";
import { isOverridable } from "@/server/runs/core/overridable";
import { visibleRun } from "@/server/runs/service/read";
import { equalJson } from "@/server/properties/equal";
import type { UserInputs } from "../core/definition/user-inputs";
import { isClientSide } from "../core/form/seal";
import { secretsAmong } from "../core/form/expressions";
import { visibleAction } from "./definitions";
import { executeAction } from "./execute";

/**
 * Requests the same again: same inputs, but the action, its permissions and its approvals as they are today. Inputs that are
 * hidden or closed today have their default; a value that is no longer offered is refused. Only the requester and
 * administrators may. Throws Conflict while the run is not over, Precondition when its secret inputs have to be filled in
 * again, and whatever executing the action throws.
 *
 * With `overrideReason`, the run goes on against the policies that denied the earlier one, as far as the people who may
 * override them approve. Throws Precondition when that run was not denied, or by a policy that nobody can override.
 */
export async function rerunAction(
  ctx: Context,
  input: { runId: string; idempotencyKey?: string | null; overrideReason?: string },
) {
  const run = await visibleRun(ctx, input.runId);
  if (run.requesterId !== actorId(ctx.actor) && !isAdmin(ctx.actor))
    throw new Forbidden(
      "Only the person who requested a run can request it again. Open the action to request one of your own.",
    );
  if (!isEnd(run.status))
    throw new Conflict(`The run is not over yet: it is ${run.status}.`, { status: run.status });
  await assertRepeatable(ctx, run);
  const entity = run.action.operation === "CREATE" ? undefined : run.target?.identifier;
  const properties = Object.fromEntries(Object.entries(run.inputs).filter(([, value]) => value !== null));
  return executeAction(
    ctx,
    run.actionIdentifier,
    { properties, entity },
    {
      idempotencyKey: input.idempotencyKey,
      rerunOf: run.id,
      policyOverride:
        input.overrideReason === undefined
          ? null
          : {
              policies: overridable(run),
              reason: input.overrideReason,
              by: { id: actorId(ctx.actor), name: actorName(ctx.actor) },
            },
    },
  );
}

/** The policies that denied a run and let people override them. */
function overridable(run: Awaited<ReturnType<typeof visibleRun>>): string[] {
  if (!isOverridable(run))
    throw new Precondition(
      "This run was not denied by policies that people may override. Change the inputs so that they pass.",
      { error: "not_overridable" },
    );
  // What an earlier override went against is needed again: the policies judge the new run anew.
  const denied = denials(run.policyVerdicts ?? []).map(({ policy }) => policy);
  return [...new Set([...(run.policyOverride?.policies ?? []), ...denied])];
}

/**
 * Of what the portal encrypted, only the ciphertext is left, so that it has to be `given` again. What a browser encrypted can be sent
 * again as it is, as long as the input is encrypted for the same key today.
 */
export async function assertRepeatable(
  ctx: Context,
  run: Awaited<ReturnType<typeof visibleRun>>,
  given: readonly string[] = [],
): Promise<void> {
  const then = run.action.userInputs as unknown as UserInputs;
  const secrets = secretsAmong(then, run.inputs);
  if (!secrets.length) return;
  const { trigger } = (await visibleAction(ctx, run.actionIdentifier)).definition;
  const now = trigger.type === "self-service" ? trigger.userInputs.properties : {};
  const lost = secrets.filter((key) => {
    const { encryption } = then.properties[key] ?? {};
    if (given.includes(key)) return false;
    return !isClientSide(encryption) || !equalJson(encryption, now[key]?.encryption);
  });
  if (lost.length)
    throw new Precondition(
      `This run had secret inputs, which are not kept: ${lost.map((key) => then.properties[key]?.title ?? key).join(", ")}. Fill in the form again.`,
      { error: "secret_inputs", action: run.actionIdentifier, inputs: lost },
    );
}
