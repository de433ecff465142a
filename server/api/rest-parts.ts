import { z } from "@hono/zod-openapi";

/** Parts that routes of several domains share. */

export const ok = z.literal(true);

/** A JSON body that must be there. */
export const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { "application/json": { schema } } },
});

/** An answer of success. */
export const answered = <T extends z.ZodRawShape>(description: string, shape: T) => ({
  description,
  schema: z.object({ ok, ...shape }),
});

/** A value as JSON gives it: moments are texts, and what is undefined is left out. */
export type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer U)[]
    ? Wire<U>[]
    : T extends object
      ? { [K in keyof T]: Wire<T[K]> }
      : T;

export const wire = <T>(value: T): Wire<T> => JSON.parse(JSON.stringify(value)) as Wire<T>;
