import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import {
  actualInputSchema,
  BUDGET_STATES,
  budgetChangeSchema,
  budgetInputSchema,
  exceptionInputSchema,
  LEDGER_KINDS,
} from "./schema";
import { recordActual } from "./service/actuals";
import { archiveBudget, createBudget, grantException, updateBudget } from "./service/manage";
import { getBudget, listBudgets, listLedger } from "./service/read";

const ok = z.literal(true);
const people = z.object({ users: z.array(z.string()), teams: z.array(z.string()) });
const budget = z
  .object({
    id: z.string(),
    title: z.string(),
    scope: z.object({
      team: z.string().nullable(),
      costCentre: z.string().nullable(),
      environment: z.string().nullable(),
    }),
    amount: z.string(),
    exceptions: z.string(),
    currency: z.string(),
    warnAt: z.number().nullable(),
    extraApprovalAt: z.number().nullable(),
    blockAt: z.number().nullable(),
    owners: people,
    approvers: people,
    validFrom: z.string().nullable(),
    validUntil: z.string().nullable(),
    revision: z.number(),
    committed: z.string(),
    reserved: z.string(),
    actual: z.string(),
    left: z.string(),
    state: z.enum(BUDGET_STATES),
  })
  .openapi("Budget");
const ledgerEntry = z
  .object({
    id: z.number(),
    kind: z.enum(LEDGER_KINDS),
    runId: z.string().nullable(),
    blueprint: z.string().nullable(),
    entity: z.string().nullable(),
    reserved: z.string(),
    committed: z.string(),
    actual: z.string(),
    reason: z.string(),
    actorName: z.string(),
    at: z.string(),
  })
  .openapi("LedgerEntry");
const one = z.object({ ok, budget });
const json = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { "application/json": { schema } },
});
const withId = z.object({ budget_id: z.uuid() });

export const costRest = restRouter();

costRest.openapi(
  route({
    permission: "budgets.read",
    method: "get",
    path: "/budgets",
    summary: "The budgets that you may see, with what counts against each now",
    request: { query: z.strictObject({ team: z.string().max(100).optional() }) },
    answers: {
      200: { description: "The budgets, by title", schema: z.object({ ok, budgets: z.array(budget) }) },
    },
  }),
  async (c) =>
    c.json({ ok: true as const, budgets: await listBudgets(c.get("context"), c.req.valid("query")) }, 200),
);

costRest.openapi(
  route({
    permission: "budgets.manage",
    method: "post",
    path: "/budgets",
    summary: "Create a budget",
    request: { body: json(budgetInputSchema) },
    answers: { 201: { description: "The budget", schema: one } },
  }),
  async (c) => {
    const { id } = await createBudget(c.get("context"), c.req.valid("json"));
    return c.json({ ok: true as const, budget: await getBudget(c.get("context"), id) }, 201);
  },
);

costRest.openapi(
  route({
    permission: "budgets.read",
    method: "get",
    path: "/budgets/{budget_id}",
    summary: "One budget",
    request: { params: withId },
    answers: { 200: { description: "The budget", schema: one } },
  }),
  async (c) =>
    c.json(
      { ok: true as const, budget: await getBudget(c.get("context"), c.req.valid("param").budget_id) },
      200,
    ),
);

costRest.openapi(
  route({
    permission: "budgets.read",
    method: "put",
    path: "/budgets/{budget_id}",
    summary: "Change a budget, as an administrator or one of its owners",
    request: { params: withId, body: json(budgetChangeSchema) },
    answers: { 200: { description: "The budget", schema: one } },
  }),
  async (c) => {
    const id = c.req.valid("param").budget_id;
    await updateBudget(c.get("context"), id, c.req.valid("json"));
    return c.json({ ok: true as const, budget: await getBudget(c.get("context"), id) }, 200);
  },
);

costRest.openapi(
  route({
    permission: "budgets.manage",
    method: "delete",
    path: "/budgets/{budget_id}",
    summary: "End a budget; its ledger stays",
    request: { params: withId },
    answers: { 200: { description: "It judges no more runs", schema: z.object({ ok }) } },
  }),
  async (c) => {
    await archiveBudget(c.get("context"), c.req.valid("param").budget_id);
    return c.json({ ok: true as const }, 200);
  },
);

costRest.openapi(
  route({
    permission: "budgets.read",
    method: "post",
    path: "/budgets/{budget_id}/exceptions",
    summary: "Grant more money for a while, as an administrator or one of its owners",
    request: { params: withId, body: json(exceptionInputSchema) },
    answers: { 201: { description: "The budget", schema: one } },
  }),
  async (c) => {
    const id = c.req.valid("param").budget_id;
    await grantException(c.get("context"), id, c.req.valid("json"));
    return c.json({ ok: true as const, budget: await getBudget(c.get("context"), id) }, 201);
  },
);

costRest.openapi(
  route({
    permission: "budgets.read",
    method: "get",
    path: "/budgets/{budget_id}/ledger",
    summary: "The ledger of a budget, newest first",
    request: {
      params: withId,
      query: z.strictObject({
        before: z.coerce.number().int().optional(),
        limit: z.coerce.number().int().min(1).max(200).optional(),
      }),
    },
    answers: {
      200: {
        description: "Entries; pass `next` as `before` for the next page",
        schema: z.object({ ok, entries: z.array(ledgerEntry), next: z.number().nullable() }),
      },
    },
  }),
  async (c) => {
    const page = await listLedger(c.get("context"), c.req.valid("param").budget_id, c.req.valid("query"));
    const entries = page.entries.map(({ budgetId: _b, key: _k, at, ...entry }) => ({
      ...entry,
      at: at.toISOString(),
    }));
    return c.json({ ok: true as const, entries, next: page.next }, 200);
  },
);

costRest.openapi(
  route({
    permission: "budgets.manage",
    method: "post",
    path: "/costs/actual",
    summary: "Say what was billed for a month and a scope; what the same source said before is replaced",
    request: { body: json(actualInputSchema) },
    answers: {
      200: {
        description: "Ids of the budgets that it counts for",
        schema: z.object({ ok, budgets: z.array(z.string()) }),
      },
    },
  }),
  async (c) =>
    c.json({ ok: true as const, ...(await recordActual(c.get("context"), c.req.valid("json"))) }, 200),
);
