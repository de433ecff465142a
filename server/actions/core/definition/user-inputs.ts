import { z } from "zod";
import { datasetSchema } from "@/server/catalog/core/query/check";
import type { Query } from "@/server/catalog/core/query/schema";
import type { PropertyDefinition } from "@/server/properties/schema";

/** Computed from the form, the entity and the person when the form is open, and again when it is sent. */
export const dynamicSchema = z.strictObject({ jqQuery: z.string().min(1, "Must not be empty.").max(20_000) });
export type Dynamic = z.infer<typeof dynamicSchema>;

const switchSchema = z.union([z.boolean(), dynamicSchema]);
export type Switch = z.infer<typeof switchSchema>;

/** What is encrypted before it leaves the portal, or even the browser. */
export const encryptionSchema = z.union([
  z.literal("aes256-gcm"),
  z.strictObject({
    algorithm: z.literal("client-side"),
    key: z.string().min(1, "Must not be empty.").max(10_000),
  }),
]);
export type Encryption = z.infer<typeof encryptionSchema>;

/** Choices of an entity input come in this order; by title when nothing is said. */
export const sortSchema = z.strictObject({
  property: z.string().min(1, "Must not be empty."),
  order: z.enum(["ASC", "DESC"]),
});
export type InputSort = z.infer<typeof sortSchema>;

/** The keys that only inputs have; the property language checks the rest. */
export const inputKeysSchema = z.looseObject({
  visible: switchSchema.optional(),
  disabled: switchSchema.optional(),
  /** Shown and sent, but not to be changed. */
  readOnly: switchSchema.optional(),
  /** Closed until each of these has a value. */
  dependsOn: z.array(z.string()).max(100).optional(),
  dataset: datasetSchema.optional(),
  sort: sortSchema.optional(),
  encryption: encryptionSchema.optional(),
  jqQuery: z.null().optional(),
  /** Ours: an example that stands in the empty field. */
  placeholder: z.string().max(200).optional(),
  /** Ours: endings of the files that an input of format "file" takes; checked by its kind. */
  accept: z.array(z.string()).max(50).optional(),
  /** Items of a list may narrow and sort their choices themselves. */
  items: z.looseObject({ dataset: datasetSchema.optional(), sort: sortSchema.optional() }).optional(),
});

/** An input as it is stored. Any constraint, `default` and `enum` may be a `Dynamic` instead of its value. */
export interface InputDefinition extends PropertyDefinition {
  visible?: Switch;
  disabled?: Switch;
  readOnly?: Switch;
  dependsOn?: string[];
  dataset?: Query;
  sort?: InputSort;
  encryption?: Encryption;
}
export type InputDefinitions = Record<string, InputDefinition>;

/** A heading among the inputs of a form. */
export const titleSchema = z.strictObject({
  title: z.string().min(1, "Must not be empty.").max(140).optional(),
  description: z.string().max(1000).optional(),
  visible: switchSchema.optional(),
});
export type FormTitle = z.infer<typeof titleSchema>;

/** A rule over several inputs: the jq gives true, or the message is shown. */
export const validationSchema = z.strictObject({
  constraint: z.string().min(1, "Must not be empty.").max(20_000),
  message: z.string().min(1, "Must not be empty.").max(100),
});
export type FormValidation = z.infer<typeof validationSchema>;
const validationsSchema = z.array(validationSchema).max(10);

export const stepSchema = z.strictObject({
  title: z.string().min(1, "Must not be empty.").max(140),
  order: z.array(z.string()).optional(),
  visible: switchSchema.optional(),
  validations: validationsSchema.optional(),
});
export type FormStep = z.infer<typeof stepSchema>;

export const userInputsSchema = z.strictObject({
  /** Checked further by the property language; see ../check.ts. */
  properties: z
    .record(z.string(), inputKeysSchema)
    .transform((value) => value as unknown as InputDefinitions),
  required: z.union([z.array(z.string()), dynamicSchema]).optional(),
  order: z.array(z.string()).optional(),
  titles: z.record(z.string(), titleSchema).optional(),
  steps: z.array(stepSchema).min(1, "A form in steps has at least one step.").optional(),
  validations: validationsSchema.optional(),
});
export type UserInputs = z.infer<typeof userInputsSchema>;
