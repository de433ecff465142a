import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { rateCardSchema, resourcePriceSchema, sharedRateCardSchema } from "./core/price-schemas";
import type { getRateCard } from "./service/rate-cards";
import { deleteRateCard, listPrices, listRateCards, putPrice, putRateCard } from "./service/rate-cards";

const ok = z.literal(true);
const card = z
  .object({ identifier: z.string(), title: z.string(), card: rateCardSchema, revision: z.number() })
  .openapi("RateCard");
const price = z
  .object({
    id: z.string(),
    resourceType: z.string(),
    attribute: z.string().nullable(),
    value: z.string().nullable(),
    monthly: z.string(),
    perAttribute: z.string().nullable(),
    currency: z.string(),
    note: z.string().nullable(),
  })
  .openapi("ResourcePrice");

const json = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { "application/json": { schema } },
});
const withCard = z.object({ identifier: z.string().max(63) });

export const costPricesRest = restRouter();

const cardOf = ({ identifier, title, card: content, revision }: Awaited<ReturnType<typeof getRateCard>>) => ({
  identifier,
  title,
  card: content,
  revision,
});

costPricesRest.openapi(
  route({
    permission: "budgets.read",
    method: "get",
    path: "/rate-cards",
    summary: "The rate cards that actions share",
    answers: {
      200: { description: "The cards, by title", schema: z.object({ ok, rateCards: z.array(card) }) },
    },
  }),
  async (c) =>
    c.json({ ok: true as const, rateCards: (await listRateCards(c.get("context"))).map(cardOf) }, 200),
);

costPricesRest.openapi(
  route({
    permission: "budgets.manage",
    method: "put",
    path: "/rate-cards/{identifier}",
    summary: "Create a rate card, or change the revision of it that was looked at",
    request: { params: withCard, body: json(sharedRateCardSchema.omit({ identifier: true })) },
    answers: { 200: { description: "The card", schema: z.object({ ok, rateCard: card }) } },
  }),
  async (c) => {
    const { identifier } = c.req.valid("param");
    const row = await putRateCard(c.get("context"), { ...c.req.valid("json"), identifier });
    return c.json({ ok: true as const, rateCard: cardOf(row) }, 200);
  },
);

costPricesRest.openapi(
  route({
    permission: "budgets.manage",
    method: "delete",
    path: "/rate-cards/{identifier}",
    summary: "Remove a rate card",
    request: { params: withCard },
    answers: { 200: { description: "It is gone", schema: z.object({ ok }) } },
  }),
  async (c) => {
    await deleteRateCard(c.get("context"), c.req.valid("param").identifier);
    return c.json({ ok: true as const }, 200);
  },
);

costPricesRest.openapi(
  route({
    permission: "budgets.read",
    method: "get",
    path: "/resource-prices",
    summary: "The price table by which plans are estimated",
    answers: {
      200: { description: "The prices, by type", schema: z.object({ ok, prices: z.array(price) }) },
    },
  }),
  async (c) => c.json({ ok: true as const, prices: await listPrices(c.get("context")) }, 200),
);

costPricesRest.openapi(
  route({
    permission: "budgets.manage",
    method: "put",
    path: "/resource-prices",
    summary: "Set the price of a type of resource, or of one value of an attribute of it",
    request: { body: json(resourcePriceSchema) },
    answers: { 200: { description: "The price", schema: z.object({ ok, price }) } },
  }),
  async (c) =>
    c.json({ ok: true as const, price: await putPrice(c.get("context"), c.req.valid("json")) }, 200),
);
