import { z } from "zod";
import { procedure } from "@/server/api/trpc";
import { formOf } from "./service/form";
import { formStateOf } from "./service/form-state";
import { MAX_OPTIONS, optionLabelsOf, optionsOf } from "./service/options";
import { tryForm, tryJq, tryOptions } from "./service/try-form";

const key = z.string().min(1).max(100);
const action = { identifier: key, entity: z.string().max(1000).optional() };
/** What a person has filled in so far; of secret inputs only which ones. */
const given = {
  values: z.record(z.string(), z.unknown()),
  secrets: z.array(key).max(1000).optional(),
  /** What the person changed; the others follow their computed defaults. */
  touched: z.array(key).max(1000).optional(),
};
const page = {
  text: z.string().max(200).optional(),
  cursor: z.string().max(100).optional(),
  limit: z.number().int().min(1).max(MAX_OPTIONS).optional(),
};

/** Filling in the form of an action. */
export const formProcedures = {
  form: procedure("actions.execute")
    .input(z.strictObject(action))
    .query(({ ctx, input: { identifier, ...input } }) => formOf(ctx, identifier, input)),
  /** What the form is like for the values so far. */
  evaluate: procedure("actions.execute")
    .input(
      z.strictObject({
        ...action,
        ...given,
        revision: z.number().int(),
      }),
    )
    .query(({ ctx, input: { identifier, ...input } }) => formStateOf(ctx, identifier, input)),
  /** What can be chosen for an input that picks entities, people or teams. */
  options: procedure("actions.execute")
    .input(z.strictObject({ ...action, ...given, input: key, ...page }))
    .query(({ ctx, input: { identifier, ...input } }) => optionsOf(ctx, identifier, input)),
  /** What is known of values that were chosen already. */
  optionLabels: procedure("actions.execute")
    .input(z.strictObject({ ...action, input: key, values: z.array(z.string().max(1000)).max(1000) }))
    .query(({ ctx, input: { identifier, ...input } }) => optionLabelsOf(ctx, identifier, input)),
};

/** A form that is being edited: its definition, whom to try it as, on what, and the values so far. */
const trial = {
  definition: z.record(z.string(), z.unknown()),
  as: z.string().min(1).max(254).optional(),
  entity: z.string().min(1).max(1000).optional(),
  ...given,
  values: given.values.default({}),
};

/** Trying a form in the builder: queries that may be long, and change nothing. */
export const formTrialProcedures = {
  tryForm: procedure("actions.manage")
    .input(z.strictObject(trial))
    .query(({ ctx, input }) => tryForm(ctx, input)),
  tryOptions: procedure("actions.manage")
    .input(z.strictObject({ ...trial, input: key, ...page }))
    .query(({ ctx, input }) => tryOptions(ctx, input)),
  tryJq: procedure("actions.manage")
    .input(z.strictObject({ ...trial, expression: z.string().max(20_000) }))
    .query(({ ctx, input }) => tryJq(ctx, input)),
};
