import { z } from "zod";

/** An object that refuses keys it does not know, naming them and those it knows. */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `There is no key ${(issue.keys as string[]).map((k) => `"${k}"`).join(", ")} here. Known: ${Object.keys(shape).join(", ")}.`
        : undefined,
  });
}

/** Who made a thing and who changed it last, and when. */
export const stamps = {
  createdAt: z.string(),
  createdBy: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string(),
};

/** A document without the stamps that come back with it: what a client sends of them is not part of the definition. */
export function withoutStamps<T extends Record<string, unknown>>(document: T): T {
  return Object.fromEntries(Object.entries(document).filter(([key]) => !Object.hasOwn(stamps, key))) as T;
}
