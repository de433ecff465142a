import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { unitCountsSchema, unitInputSchema } from "./core/units";
import { costSavings, savingsInput } from "./service/savings";
import { listUnits, putCounts, putUnit, unitCost, unitCostInput } from "./service/units";

const ok = z.literal(true);
const withUnit = z.object({ unit: z.string().min(1).max(50) });
const decimal = z.string().nullable();

export const unitsRest = restRouter();

unitsRest.openapi(
  route({
    permission: "budgets.read",
    method: "get",
    path: "/costs/units",
    summary: "Units of work by which costs can be divided",
    answers: {
      200: {
        description: "The units",
        schema: z.object({
          ok,
          units: z.array(
            z.object({
              identifier: z.string(),
              title: z.string(),
              description: z.string().nullable(),
              builtIn: z.boolean(),
            }),
          ),
        }),
      },
    },
  }),
  async (c) => c.json({ ok: true as const, units: await listUnits(c.get("context")) }, 200),
);

unitsRest.openapi(
  route({
    permission: "budgets.manage",
    method: "put",
    path: "/costs/units/{unit}",
    summary: "Name a unit of work of your own",
    request: {
      params: withUnit,
      body: {
        required: true,
        content: { "application/json": { schema: unitInputSchema.omit({ identifier: true }) } },
      },
    },
    answers: { 200: { description: "It has that name", schema: z.object({ ok }) } },
  }),
  async (c) => {
    await putUnit(c.get("context"), { identifier: c.req.valid("param").unit, ...c.req.valid("json") });
    return c.json({ ok: true as const }, 200);
  },
);

unitsRest.openapi(
  route({
    permission: "budgets.manage",
    method: "put",
    path: "/costs/units/{unit}/counts",
    summary:
      "Say how many of a unit there were in months; each count takes the place of the month's and team's earlier one",
    request: {
      params: withUnit,
      body: {
        required: true,
        content: { "application/json": { schema: z.strictObject({ counts: unitCountsSchema }) } },
      },
    },
    answers: { 200: { description: "All of them are set", schema: z.object({ ok, counts: z.number() }) } },
  }),
  async (c) => {
    const { counts } = c.req.valid("json");
    return c.json(
      { ok: true as const, ...(await putCounts(c.get("context"), c.req.valid("param").unit, counts)) },
      200,
    );
  },
);

unitsRest.openapi(
  route({
    permission: "budgets.read",
    method: "get",
    path: "/costs/units/{unit}/cost",
    summary: "What one of a unit cost in each month",
    request: { params: withUnit, query: unitCostInput.omit({ unit: true }) },
    answers: {
      200: {
        description: "Exact decimal texts; null where there is no line or no count",
        schema: z.object({
          ok,
          cost: z.object({
            unit: z.string(),
            title: z.string(),
            currency: z.string(),
            basis: z.enum(["effective", "billed"]),
            months: z.array(
              z.object({ month: z.string(), amount: decimal, units: decimal, perUnit: decimal }),
            ),
            perUnit: decimal,
          }),
        }),
      },
    },
  }),
  async (c) =>
    c.json(
      {
        ok: true as const,
        cost: await unitCost(c.get("context"), { unit: c.req.valid("param").unit, ...c.req.valid("query") }),
      },
      200,
    ),
);

unitsRest.openapi(
  route({
    permission: "budgets.read",
    method: "get",
    path: "/costs/savings",
    summary: "What lifetimes and automations saved by destroying things, counted from the runs that did it",
    request: { query: savingsInput },
    answers: {
      200: {
        description: "The savings",
        schema: z.object({
          ok,
          savings: z.object({
            totals: z.array(z.object({ currency: z.string(), saved: z.string(), things: z.number() })),
            things: z.number(),
            unknown: z.number(),
            items: z.array(
              z.object({
                runId: z.string(),
                blueprint: z.string(),
                entity: z.string(),
                title: z.string().nullable(),
                team: z.string().nullable(),
                endedAt: z.string(),
                by: z.enum(["lifetime", "automation"]),
                monthly: decimal,
                currency: z.string().nullable(),
                hours: z.number(),
                saved: decimal,
              }),
            ),
          }),
        }),
      },
    },
  }),
  async (c) => {
    const { items, ...rest } = await costSavings(c.get("context"), c.req.valid("query"));
    const savings = {
      ...rest,
      items: items.map((item) => ({ ...item, endedAt: item.endedAt.toISOString() })),
    };
    return c.json({ ok: true as const, savings }, 200);
  },
);
