import { z } from "zod";
import { procedure } from "@/server/api/trpc";
import { formOf } from "./service/form";
import { formStateOf } from "./service/form-state";
import { MAX_OPTIONS, optionLabelsOf, optionsOf } from "./service/options";

const key = z.string().min(1).max(100);
const action = { identifier: key, entity: z.string().max(1000).optional() };
/** What a person has filled in so far; of secret inputs only which ones. */
const given = {
  values: z.record(z.string(), z.unknown()),
  secrets: z.array(key).max(1000).optional(),
};
export const optionsInput = {
  ...given,
  input: key,
  text: z.string().max(200).optional(),
  cursor: z.string().max(100).optional(),
  limit: z.number().int().min(1).max(MAX_OPTIONS).optional(),
};

/** Filling in the form of an action. */
export const formProcedures = {
  form: procedure("actions.execute")
    .input(z.strictObject(action))
    .query(({ ctx, input: { identifier, ...input } }) => formOf(ctx, identifier, input)),
  /** What the form is like for the values so far. `touched` are the inputs that the person changed; the others may be left out. */
  evaluate: procedure("actions.execute")
    .input(
      z.strictObject({
        ...action,
        ...given,
        revision: z.number().int(),
        touched: z.array(key).max(1000).optional(),
      }),
    )
    .query(({ ctx, input: { identifier, ...input } }) => formStateOf(ctx, identifier, input)),
  /** What can be chosen for an input that picks entities, people or teams. */
  options: procedure("actions.execute")
    .input(z.strictObject({ ...action, ...optionsInput }))
    .query(({ ctx, input: { identifier, ...input } }) => optionsOf(ctx, identifier, input)),
  /** What is known of values that were chosen already. */
  optionLabels: procedure("actions.execute")
    .input(z.strictObject({ ...action, input: key, values: z.array(z.string().max(1000)).max(1000) }))
    .query(({ ctx, input: { identifier, ...input } }) => optionLabelsOf(ctx, identifier, input)),
};
