import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { quotaInputSchema, resourcePriceSchema, sharedRateCardSchema } from "./core/price-schemas";
import {
  actualInputSchema,
  budgetChangeSchema,
  budgetInputSchema,
  changeSchema,
  exceptionInputSchema,
  LEDGER_KINDS,
  words,
} from "./schema";
import { adjustCommitment, recordActual } from "./service/actuals";
import { archiveBudget, createBudget, grantException, revokeException, updateBudget } from "./service/manage";
import { createQuota, deleteQuota, listQuotas, updateQuota } from "./service/quotas";
import {
  deletePrice,
  deleteRateCard,
  getRateCard,
  listPrices,
  listRateCards,
  putPrice,
  putRateCard,
  tryRateCard,
} from "./service/rate-cards";
import { getBudget, ledgerCsv, listBudgets, listLedger, verifyLedger } from "./service/read";

const id = z.uuid();
const key = z.string().min(1).max(100);
const ledgerFilter = {
  id,
  kinds: z.array(z.enum(LEDGER_KINDS)).max(LEDGER_KINDS.length).optional(),
  from: z.date().optional(),
  until: z.date().optional(),
};

export const budgetsRouter = router({
  list: procedure("budgets.read")
    .input(z.strictObject({ team: key.optional() }).optional())
    .query(({ ctx, input }) => listBudgets(ctx, input)),
  get: procedure("budgets.read")
    .input(z.strictObject({ id }))
    .query(({ ctx, input }) => getBudget(ctx, input.id)),
  create: procedure("budgets.manage")
    .input(budgetInputSchema)
    .mutation(({ ctx, input }) => createBudget(ctx, input)),
  /** Administrators and the budget's owners. */
  update: procedure("budgets.read")
    .input(z.strictObject({ id, budget: budgetChangeSchema }))
    .mutation(({ ctx, input }) => updateBudget(ctx, input.id, input.budget)),
  archive: procedure("budgets.manage")
    .input(z.strictObject({ id }))
    .mutation(({ ctx, input }) => archiveBudget(ctx, input.id)),
  grantException: procedure("budgets.read")
    .input(z.strictObject({ id, exception: exceptionInputSchema }))
    .mutation(({ ctx, input }) => grantException(ctx, input.id, input.exception)),
  revokeException: procedure("budgets.read")
    .input(z.strictObject({ id, exceptionId: z.uuid() }))
    .mutation(({ ctx, input }) => revokeException(ctx, input.id, input.exceptionId)),
  ledger: procedure("budgets.read")
    .input(
      z.strictObject({
        ...ledgerFilter,
        /** The number of the last entry of the page before. */
        cursor: z.number().int().nullish(),
        /** Sent by the client with each page; there is one way only. */
        direction: z.literal("forward").optional(),
        limit: z.number().int().min(1).max(200).optional(),
      }),
    )
    .query(({ ctx, input: { id: budget, cursor, direction: _, ...query } }) =>
      listLedger(ctx, budget, { ...query, before: cursor ?? undefined }),
    ),
  ledgerCsv: procedure("budgets.read")
    .input(z.strictObject(ledgerFilter))
    .query(({ ctx, input: { id: budget, ...query } }) => ledgerCsv(ctx, budget, query)),
  verifyLedger: procedure("budgets.manage").query(({ ctx }) => verifyLedger(ctx)),
  recordActual: procedure("budgets.manage")
    .input(actualInputSchema)
    .mutation(({ ctx, input }) => recordActual(ctx, input)),
  adjust: procedure("budgets.manage")
    .input(
      z.strictObject({
        id,
        blueprint: key,
        entity: z.string().min(1).max(1000),
        change: changeSchema,
        reason: words(1000),
      }),
    )
    .mutation(({ ctx, input: { id: budget, ...input } }) => adjustCommitment(ctx, budget, input)),
});

export const costRouter = router({
  rateCards: router({
    list: procedure("budgets.read").query(({ ctx }) => listRateCards(ctx)),
    get: procedure("budgets.read")
      .input(z.strictObject({ identifier: key }))
      .query(({ ctx, input }) => getRateCard(ctx, input.identifier)),
    put: procedure("budgets.manage")
      .input(sharedRateCardSchema)
      .mutation(({ ctx, input }) => putRateCard(ctx, input)),
    delete: procedure("budgets.manage")
      .input(z.strictObject({ identifier: key }))
      .mutation(({ ctx, input }) => deleteRateCard(ctx, input.identifier)),
    try: procedure("budgets.read")
      .input(
        z.strictObject({
          card: z.unknown(),
          inputs: z.record(z.string(), z.unknown()),
          environment: key.nullable(),
        }),
      )
      .query(({ ctx, input }) => tryRateCard(ctx, input)),
  }),
  prices: router({
    list: procedure("budgets.read").query(({ ctx }) => listPrices(ctx)),
    put: procedure("budgets.manage")
      .input(resourcePriceSchema)
      .mutation(({ ctx, input }) => putPrice(ctx, input)),
    delete: procedure("budgets.manage")
      .input(z.strictObject({ id }))
      .mutation(({ ctx, input }) => deletePrice(ctx, input.id)),
  }),
  quotas: router({
    list: procedure("budgets.read").query(({ ctx }) => listQuotas(ctx)),
    create: procedure("budgets.manage")
      .input(quotaInputSchema)
      .mutation(({ ctx, input }) => createQuota(ctx, input)),
    update: procedure("budgets.manage")
      .input(z.strictObject({ id, ...quotaInputSchema.pick({ title: true, most: true }).shape }))
      .mutation(({ ctx, input: { id: quota, ...input } }) => updateQuota(ctx, quota, input)),
    delete: procedure("budgets.manage")
      .input(z.strictObject({ id }))
      .mutation(({ ctx, input }) => deleteQuota(ctx, input.id)),
  }),
});
