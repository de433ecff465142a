import { z } from "zod";
import { procedure } from "@/server/api/trpc";
import { tryAggregation, tryCalculation, tryMirror } from "./service/try-computed";

const name = z.string().min(1).max(1000);
/** Read by the verbs, so that each fault has its path in the document itself. */
const document = z.record(z.string(), z.unknown());
const trial = z.strictObject({ definition: document, key: name, entity: name });

/** Computed properties of a definition that is being edited, tried on an entity; nothing is written. */
export const trialProcedures = {
  tryMirror: procedure("blueprints.manage")
    .input(trial)
    .query(({ ctx, input }) => tryMirror(ctx, input)),
  /** `calculation` takes the place of the one under the key. */
  tryCalculation: procedure("blueprints.manage")
    .input(trial.extend({ key: name.optional(), calculation: document.optional() }))
    .query(({ ctx, input }) => tryCalculation(ctx, input)),
  tryAggregation: procedure("blueprints.manage")
    .input(trial)
    .query(({ ctx, input }) => tryAggregation(ctx, input)),
};
