import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { allocationSchema } from "./core/billing/settings";
import { getAllocation, requestAllocation, setAllocation } from "./service/billing/allocation";
import {
  costCoverage,
  costFilter,
  costLines,
  costOutlook,
  costOverview,
  linesInput,
  overviewInput,
} from "./service/billing/figures";
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
    again: procedure("budgets.manage").mutation(({ ctx }) => requestAllocation(ctx)),
  }),
});
