import type { Context } from "@/server/kernel/context";
import { Invalid, type Issue } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { checkUserInputs } from "../core/check";
import type { FormState } from "../core/form/state";
import { findEntity } from "./catalog";
import { contextFor, evaluateForm, type FormSubject } from "./evaluate";
import { type FormContext, outcomeOf } from "./evaluate-jq";
import { type FilledIn, givenFrom } from "./given";
import { type OptionPage, optionsFor } from "./options";
import { personaOf } from "./persona";

/** A form that is being edited, and whom to try it as. */
export interface FormTrial extends FilledIn {
  /** Of the definition only the form has to be complete. */
  definition: Record<string, unknown>;
  /** User id or e-mail address; oneself when left out. */
  as?: string | undefined;
  /** Identifier of the entity acted on. */
  entity?: string | undefined;
}

/**
 * What a form that is being edited is like for somebody, an entity and values. What is wrong with the form itself is the
 * answer then. Everything is read with the persona's rights. Administrators only. Throws NotFound for the persona, Invalid at
 * `entity` when the persona may not read it.
 */
export async function tryForm(
  ctx: Context,
  trial: FormTrial,
): Promise<{ state: FormState; issues?: undefined } | { state?: undefined; issues: Issue[] }> {
  const subject = await subjectOf(ctx, trial);
  if ("issues" in subject) return subject;
  return { state: await evaluateForm(ctx, subject, givenFrom(subject.userInputs, trial)) };
}

/** The choices of an input of a form that is being edited. Throws as `tryForm` does, and Invalid for a form at fault. */
export async function tryOptions(
  ctx: Context,
  trial: FormTrial & {
    input: string;
    text?: string | undefined;
    cursor?: string | undefined;
    limit?: number | undefined;
  },
): Promise<OptionPage> {
  return optionsFor(ctx, await readySubject(ctx, trial), trial);
}

/** What an expression gives in a form that is being edited, and what it sees. Throws as `tryOptions` does. */
export async function tryJq(
  ctx: Context,
  trial: FormTrial & { expression: string },
): Promise<
  | { value: unknown; fault?: undefined; context: FormContext }
  | { value?: undefined; fault: string; context: FormContext }
> {
  const subject = await readySubject(ctx, trial);
  const given = givenFrom(subject.userInputs, trial);
  const { context } = await contextFor(ctx, subject, given, null);
  return { ...(await outcomeOf(trial.expression, context)), context };
}

async function readySubject(ctx: Context, trial: FormTrial): Promise<FormSubject> {
  const subject = await subjectOf(ctx, trial);
  if (!("issues" in subject)) return subject;
  throw new Invalid(subject.issues.map(({ path, message }) => ({ path: ["definition", ...path], message })));
}

async function subjectOf(
  ctx: Context,
  { definition, as, entity: on }: FormTrial,
): Promise<FormSubject | { issues: Issue[] }> {
  checkPermission(ctx.actor, "actions.manage");
  const checked = checkUserInputs(definition);
  if (!checked.ok) return { issues: checked.issues };
  const persona = await personaOf(ctx, as);
  const { blueprintIdentifier: blueprint } = definition.trigger as { blueprintIdentifier?: unknown };
  const entity =
    on === undefined || typeof blueprint !== "string" ? null : await findEntity(persona, blueprint, on);
  if (on !== undefined && !entity)
    throw Invalid.at(["entity"], `There is no ${String(blueprint ?? "entity")} "${on}" that they may read.`);
  return { userInputs: checked.userInputs, entity, person: persona.actor };
}
