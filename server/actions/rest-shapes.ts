import { z } from "@hono/zod-openapi";

/** Parts that the routes of actions share. */

export const ok = z.literal(true);
export const byAction = z.object({ action_identifier: z.string().min(1) });
export const version = z.enum(["v1", "v2"]).optional();

/** The published shape; the verb checks it and names every fault with its place. */
export const definition = z.record(z.string(), z.unknown()).openapi({
  example: {
    identifier: "create_database",
    trigger: {
      type: "self-service",
      operation: "CREATE",
      blueprintIdentifier: "database",
      userInputs: { properties: {} },
    },
    invocationMethod: { type: "TERRAFORM", template: "postgres-database" },
  },
});
export const action = z.object({ identifier: z.string() }).passthrough().openapi("Action");

export const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { "application/json": { schema } } },
});
export const answered = <T extends z.ZodRawShape>(description: string, shape: T) => ({
  description,
  schema: z.object({ ok, ...shape }),
});
