import type { Context } from "@/server/kernel/context";
import { Conflict } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { isDynamic } from "@/server/properties/kind";
import { secretsOf } from "../core/form/expressions";
import type { Given } from "../core/form/settle";
import type { FormState } from "../core/form/state";
import { evaluateForm } from "./evaluate";
import { prepare } from "./execute";

export interface FormQuery extends Given {
  revision: number;
  entity?: string | undefined;
  /** The inputs that the person changed: the others follow their computed defaults, whatever their values say. */
  touched?: readonly string[] | undefined;
}

/**
 * What the form of an action is like for the values so far. Throws like `executeAction` when the actor may not execute it,
 * and Conflict when the action is no longer the revision that the form was made from.
 */
export async function formStateOf(
  ctx: Context,
  identifier: string,
  { revision, entity: on, values, secrets = [], touched }: FormQuery,
): Promise<FormState> {
  checkPermission(ctx.actor, "actions.execute");
  const { row, action, entity } = await prepare(ctx, identifier, on);
  if (row.revision !== revision)
    throw new Conflict("The form was changed. Reload it.", { revision: row.revision });
  const { userInputs } = action.trigger;
  const hidden = new Set(secretsOf(userInputs));
  const follows = (key: string) =>
    touched !== undefined && !touched.includes(key) && isDynamic(userInputs.properties[key]?.default);
  return evaluateForm(
    ctx,
    { userInputs, entity, person: ctx.actor },
    {
      values: Object.fromEntries(Object.entries(values).filter(([key]) => !hidden.has(key) && !follows(key))),
      secrets: secrets.filter((key) => hidden.has(key)),
    },
  );
}
