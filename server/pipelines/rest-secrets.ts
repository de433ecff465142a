import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { type SecretSummary, setSecretInput } from "./core/secret-name";
import { changeSecret, createSecret, deleteSecret, getSecret, listSecrets } from "./secrets";

const ok = z.literal(true);
const byName = z.object({ secret_name: z.string().min(1) });
const { name, value, description } = setSecretInput.shape;
const secret = z
  .object({
    secretName: z.string(),
    description: z.string().optional(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi("Secret");

/** As published: what there is to know of a secret, but its value. */
const published = (found: SecretSummary) => ({
  secretName: found.name,
  ...(found.description === null ? {} : { description: found.description }),
  createdAt: found.createdAt.toISOString(),
  updatedAt: found.updatedAt.toISOString(),
});

export const secretsRest = restRouter();

secretsRest.openapi(
  route({
    permission: "secrets.manage",
    method: "get",
    path: "/organization/secrets",
    summary: "List secrets of the organisation, without their values",
    answers: { 200: { description: "The secrets", schema: z.object({ ok, secrets: z.array(secret) }) } },
  }),
  async (c) =>
    c.json({ ok: true as const, secrets: (await listSecrets(c.get("context"))).map(published) }, 200),
);

secretsRest.openapi(
  route({
    permission: "secrets.manage",
    method: "post",
    path: "/organization/secrets",
    summary: "Create a secret of the organisation",
    request: {
      body: {
        required: true,
        content: {
          "application/json": {
            schema: z.strictObject({ secretName: name, secretValue: value, description }),
          },
        },
      },
    },
    answers: { 201: { description: "The secret", schema: z.object({ ok, secret }) } },
  }),
  async (c) => {
    const given = c.req.valid("json");
    const made = await createSecret(c.get("context"), {
      name: given.secretName,
      value: given.secretValue,
      description: given.description,
    });
    return c.json({ ok: true as const, secret: published(made) }, 201);
  },
);

secretsRest.openapi(
  route({
    permission: "secrets.manage",
    method: "get",
    path: "/organization/secrets/{secret_name}",
    summary: "Get what there is to know of a secret, but its value",
    request: { params: byName },
    answers: { 200: { description: "The secret", schema: z.object({ ok, secret }) } },
  }),
  async (c) => {
    const found = await getSecret(c.get("context"), c.req.valid("param").secret_name);
    return c.json({ ok: true as const, secret: published(found) }, 200);
  },
);

secretsRest.openapi(
  route({
    permission: "secrets.manage",
    method: "patch",
    path: "/organization/secrets/{secret_name}",
    summary: "Replace the value or the description of a secret",
    request: {
      params: byName,
      body: {
        required: true,
        content: {
          "application/json": { schema: z.strictObject({ secretValue: value.optional(), description }) },
        },
      },
    },
    answers: { 200: { description: "The secret", schema: z.object({ ok, secret }) } },
  }),
  async (c) => {
    const given = c.req.valid("json");
    const changed = await changeSecret(c.get("context"), {
      name: c.req.valid("param").secret_name,
      value: given.secretValue,
      description: given.description,
    });
    return c.json({ ok: true as const, secret: published(changed) }, 200);
  },
);

secretsRest.openapi(
  route({
    permission: "secrets.manage",
    method: "delete",
    path: "/organization/secrets/{secret_name}",
    summary: "Delete a secret",
    request: { params: byName },
    answers: { 200: { description: "It is deleted", schema: z.object({ ok }) } },
  }),
  async (c) => {
    await deleteSecret(c.get("context"), c.req.valid("param").secret_name);
    return c.json({ ok: true as const }, 200);
  },
);
