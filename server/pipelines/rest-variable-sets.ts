import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import type { VariableSetSummary } from "./core/variable-sets";
import { VARIABLE_KINDS } from "./schema";
import { deleteVariableSet, listVariableSets, upsertVariableSet } from "./variable-sets";

const ok = z.literal(true);
const byIdentifier = z.object({ variable_set_identifier: z.string().min(1) });
const variableSet = z
  .object({
    identifier: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    team: z.string().nullable(),
    environment: z.string().nullable(),
    variables: z.array(
      z.object({
        kind: z.enum(VARIABLE_KINDS),
        name: z.string(),
        sensitive: z.boolean(),
        description: z.string().nullable(),
        value: z.unknown().openapi({ description: "null where the variable is sensitive" }),
        updatedAt: z.string(),
      }),
    ),
    updatedAt: z.string(),
    updatedBy: z.string(),
  })
  .openapi("VariableSet");

const published = (set: VariableSetSummary): z.infer<typeof variableSet> => ({
  ...set,
  variables: set.variables.map((variable) => ({
    ...variable,
    updatedAt: variable.updatedAt.toISOString(),
  })),
  updatedAt: set.updatedAt.toISOString(),
});

export const variableSetsRest = restRouter();

variableSetsRest.openapi(
  route({
    permission: "actions.manage",
    method: "get",
    path: "/variable-sets",
    summary: "List variable sets, without the values of sensitive variables",
    answers: {
      200: { description: "The sets", schema: z.object({ ok, variableSets: z.array(variableSet) }) },
    },
  }),
  async (c) =>
    c.json(
      { ok: true as const, variableSets: (await listVariableSets(c.get("context"))).map(published) },
      200,
    ),
);

variableSetsRest.openapi(
  route({
    permission: "actions.manage",
    method: "put",
    path: "/variable-sets/{variable_set_identifier}",
    summary: "Create or replace a variable set; a variable without a value keeps its stored one",
    request: {
      params: byIdentifier,
      body: {
        required: true,
        content: { "application/json": { schema: z.record(z.string(), z.unknown()) } },
      },
    },
    answers: { 200: { description: "The set", schema: z.object({ ok, variableSet }) } },
  }),
  async (c) => {
    const identifier = c.req.valid("param").variable_set_identifier;
    const set = await upsertVariableSet(c.get("context"), { ...c.req.valid("json"), identifier });
    return c.json({ ok: true as const, variableSet: published(set) }, 200);
  },
);

variableSetsRest.openapi(
  route({
    permission: "actions.manage",
    method: "delete",
    path: "/variable-sets/{variable_set_identifier}",
    summary: "Delete a variable set",
    request: { params: byIdentifier },
    answers: { 200: { description: "It is deleted", schema: z.object({ ok }) } },
  }),
  async (c) => {
    await deleteVariableSet(c.get("context"), c.req.valid("param").variable_set_identifier);
    return c.json({ ok: true as const }, 200);
  },
);
