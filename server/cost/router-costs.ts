import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { allocationSchema } from "./core/billing/settings";
import { baselineInputSchema, unitCountsSchema, unitIdentifier, unitInputSchema } from "./core/units";
import {
  getAllocation,
  listAllocationRevisions,
  requestAllocation,
  setAllocation,
} from "./service/billing/allocation";
import {
  costCoverage,
  costFilter,
  costLines,
  costOutlook,
  costOverview,
  linesInput,
  overviewInput,
} from "./service/billing/figures";
import { previewAllocation } from "./service/billing/preview";
import { budgetOutlook } from "./service/budget-outlook";
import { costSavings, savingsInput } from "./service/savings";
import {
  deleteUnit,
  getBaseline,
  listCounts,
  listUnits,
  putCounts,
  putCountsCsv,
  putUnit,
  removeBaseline,
  setBaseline,
  unitCost,
  unitCostInput,
} from "./service/units";
import { confirmImport, getImport, listImports, removeImport } from "./service/billing/imports";

const id = z.strictObject({ id: z.uuid() });

export const costsRouter = router({
  coverage: procedure("budgets.read").query(({ ctx }) => costCoverage(ctx)),
  overview: procedure("budgets.read")
    .input(overviewInput)
    .query(({ ctx, input }) => costOverview(ctx, input)),
  outlook: procedure("budgets.read")
    .input(costFilter.pick({ currency: true, team: true }))
    .query(({ ctx, input }) => costOutlook(ctx, input)),
  lines: procedure("budgets.read")
    .input(linesInput)
    .query(({ ctx, input }) => costLines(ctx, input)),
  imports: router({
    list: procedure("budgets.manage").query(({ ctx }) => listImports(ctx)),
    get: procedure("budgets.manage")
      .input(id)
      .query(({ ctx, input }) => getImport(ctx, input.id)),
    confirm: procedure("budgets.manage")
      .input(id.extend({ skipRefused: z.boolean().optional() }))
      .mutation(({ ctx, input: { id: importId, ...options } }) => confirmImport(ctx, importId, options)),
    remove: procedure("budgets.manage")
      .input(id)
      .mutation(({ ctx, input }) => removeImport(ctx, input.id)),
  }),
  allocation: router({
    get: procedure("budgets.read").query(({ ctx }) => getAllocation(ctx)),
    set: procedure("budgets.manage")
      .input(z.strictObject({ revision: z.number().int().min(0), settings: allocationSchema }))
      .mutation(({ ctx, input }) => setAllocation(ctx, input)),
    /** What saving would change; a mutation only for the size of what it is given. */
    preview: procedure("budgets.manage")
      .input(z.strictObject({ settings: allocationSchema }))
      .mutation(({ ctx, input }) => previewAllocation(ctx, input)),
    revisions: procedure("budgets.manage").query(({ ctx }) => listAllocationRevisions(ctx)),
    again: procedure("budgets.manage").mutation(({ ctx }) => requestAllocation(ctx)),
  }),
  budgets: procedure("budgets.read").query(({ ctx }) => budgetOutlook(ctx)),
  savings: procedure("budgets.read")
    .input(savingsInput)
    .query(({ ctx, input }) => costSavings(ctx, input)),
  units: router({
    list: procedure("budgets.read").query(({ ctx }) => listUnits(ctx)),
    cost: procedure("budgets.read")
      .input(unitCostInput)
      .query(({ ctx, input }) => unitCost(ctx, input)),
    put: procedure("budgets.manage")
      .input(unitInputSchema)
      .mutation(({ ctx, input }) => putUnit(ctx, input)),
    remove: procedure("budgets.manage")
      .input(z.strictObject({ identifier: unitIdentifier }))
      .mutation(({ ctx, input }) => deleteUnit(ctx, input.identifier)),
    counts: procedure("budgets.manage")
      .input(z.strictObject({ unit: unitIdentifier }))
      .query(({ ctx, input }) => listCounts(ctx, input.unit)),
    putCounts: procedure("budgets.manage")
      .input(z.strictObject({ unit: unitIdentifier, counts: unitCountsSchema }))
      .mutation(({ ctx, input }) => putCounts(ctx, input.unit, input.counts)),
    putCountsCsv: procedure("budgets.manage")
      .input(
        z.strictObject({
          unit: unitIdentifier,
          csv: z.string().min(1, "Paste or choose a file.").max(1_000_000),
        }),
      )
      .mutation(({ ctx, input }) => putCountsCsv(ctx, input.unit, input.csv)),
  }),
  baseline: router({
    get: procedure("budgets.read").query(({ ctx }) => getBaseline(ctx)),
    set: procedure("budgets.manage")
      .input(baselineInputSchema)
      .mutation(({ ctx, input }) => setBaseline(ctx, input)),
    remove: procedure("budgets.manage").mutation(({ ctx }) => removeBaseline(ctx)),
  }),
});
