import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { answered, body, wire } from "@/server/api/rest-parts";
import { quotaInputSchema } from "./core/price-schemas";
import { QUOTA_SUBJECTS } from "./schema";
import { createQuota, deleteQuota, listQuotas, updateQuota } from "./service/quotas";

/** How many of what people and teams may have. */
export const quotasRest = restRouter();

const byQuota = z.object({ quota_id: z.uuid() });
const quota = z
  .object({
    id: z.string(),
    title: z.string(),
    blueprint: z.string(),
    per: z.enum(QUOTA_SUBJECTS),
    /** The person's e-mail address or the team; null: each. */
    subject: z.string().nullable(),
    most: z.number(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi("Quota");

quotasRest.openapi(
  route({
    permission: "budgets.read",
    method: "get",
    path: "/quotas",
    summary: "List quotas, by title",
    answers: { 200: answered("The quotas", { quotas: z.array(quota) }) },
  }),
  async (c) => c.json({ ok: true as const, quotas: wire(await listQuotas(c.get("context"))) }, 200),
);

quotasRest.openapi(
  route({
    permission: "budgets.manage",
    method: "post",
    path: "/quotas",
    summary: "Create a quota",
    request: body(quotaInputSchema),
    answers: { 201: answered("The quota", { quota }) },
  }),
  async (c) => {
    const made = await createQuota(c.get("context"), c.req.valid("json"));
    return c.json({ ok: true as const, quota: wire(made) }, 201);
  },
);

quotasRest.openapi(
  route({
    permission: "budgets.manage",
    method: "put",
    path: "/quotas/{quota_id}",
    summary: "Change the title of a quota, and how many it allows",
    request: { params: byQuota, ...body(quotaInputSchema.pick({ title: true, most: true })) },
    answers: { 200: answered("The quota", { quota }) },
  }),
  async (c) => {
    const changed = await updateQuota(c.get("context"), c.req.valid("param").quota_id, c.req.valid("json"));
    return c.json({ ok: true as const, quota: wire(changed) }, 200);
  },
);

quotasRest.openapi(
  route({
    permission: "budgets.manage",
    method: "delete",
    path: "/quotas/{quota_id}",
    summary: "Delete a quota",
    request: { params: byQuota },
    answers: { 200: answered("It is deleted", {}) },
  }),
  async (c) => {
    await deleteQuota(c.get("context"), c.req.valid("param").quota_id);
    return c.json({ ok: true as const }, 200);
  },
);
