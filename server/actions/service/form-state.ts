import type { Context } from "@/server/kernel/context";
import { Conflict } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { FormState } from "../core/form/state";
import { evaluateForm } from "./evaluate";
import { prepare } from "./execute";
import { type FilledIn, givenFrom } from "./given";

export interface FormQuery extends FilledIn {
  revision: number;
  entity?: string | undefined;
}

/**
 * What the form of an action is like for the values so far. Throws like `executeAction` when the actor may not execute it,
 * and Conflict when the action is no longer the revision that the form was made from.
 */
export async function formStateOf(
  ctx: Context,
  identifier: string,
  { revision, entity: on, ...filled }: FormQuery,
): Promise<FormState> {
  checkPermission(ctx.actor, "actions.execute");
  const { row, action, entity } = await prepare(ctx, identifier, on);
  if (row.revision !== revision)
    throw new Conflict("The form was changed. Reload it.", { revision: row.revision });
  const { userInputs } = action.trigger;
  return evaluateForm(ctx, { userInputs, entity, person: ctx.actor }, givenFrom(userInputs, filled));
}
