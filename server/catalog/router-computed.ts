import { z } from "zod";
import { procedure } from "@/server/api/trpc";
import { entityAudit } from "./service/entity-audit";
import { entityHistory } from "./service/history";
import { propertyHistory } from "./service/property-history";
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

const entity = z.strictObject({ blueprint: name, identifier: name });
const instant = z.iso.datetime({ offset: true });

/** What entities were. */
export const historyProcedures = {
  /** `cursor`: the `at` of the last step that was given. */
  history: procedure("catalog.read")
    .input(entity.extend({ limit: z.number().int().min(1).max(200).optional(), cursor: instant.optional() }))
    .query(({ ctx, input }) =>
      entityHistory(ctx, input.blueprint, input.identifier, input.limit, input.cursor),
    ),
  /** Entries of the audit log about one entity. `cursor`: the `nextCursor` of the page before. */
  audit: procedure("catalog.read")
    .input(
      entity.extend({
        cursor: z.number().int().positive().optional(),
        limit: z.number().int().min(1).max(1000).optional(),
      }),
    )
    .query(({ ctx, input: { blueprint, identifier, ...page } }) =>
      entityAudit(ctx, blueprint, identifier, page),
    ),
  propertyHistory: procedure("catalog.read")
    .input(
      entity.extend({
        keys: z.array(name).min(1).max(20),
        from: instant.optional(),
        to: instant.optional(),
      }),
    )
    .query(({ ctx, input: { blueprint, identifier, keys, ...range } }) =>
      propertyHistory(ctx, blueprint, identifier, keys, range),
    ),
};
