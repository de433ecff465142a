import { z } from "zod";

/** Name of a secret of the organisation, as templates write it. */
export const secretName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,100}$/, "Use up to 100 letters, digits, dashes and underscores.");

const value = z
  .string()
  .min(1, "A secret cannot be empty.")
  .max(65_536, "A secret has at most 65,536 characters.")
  .refine((text) => !text.includes("\0"), "A secret cannot hold a NUL character.");
const description = z
  .string()
  .trim()
  .max(200)
  .refine((text) => !text.includes("\0"), "Contains a NUL character, which cannot be stored. Remove it.")
  .nullable();

export const setSecretInput = z.strictObject({
  name: secretName,
  value,
  description: description.optional(),
});
export type SetSecret = z.infer<typeof setSecretInput>;

/** The same with what is not given left as it is. */
export const changeSecretInput = setSecretInput.partial({ value: true });
export type ChangeSecret = z.infer<typeof changeSecretInput>;

/** A secret as people see it: never its value. */
export interface SecretSummary {
  name: string;
  description: string | null;
  createdAt: Date;
  updatedAt: Date;
  updatedBy: string;
}
