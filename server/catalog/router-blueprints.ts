import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { KEY_KINDS } from "./core/rename-paths";
import { permissionProcedures } from "./router-access";
import { trialProcedures } from "./router-computed";
import { listRevisions, restoreBlueprint, setHidden } from "./service/blueprint-revisions";
import {
  createBlueprint,
  deleteBlueprint,
  getBlueprint,
  listBlueprints,
  replaceBlueprint,
} from "./service/blueprints";
import { resolvedProperties } from "./service/model";
import { deleteAllEntities } from "./service/migrations";
import { renameKey } from "./service/rename-key";
import { previewBlueprint } from "./service/preview-blueprint";

const name = z.string().min(1).max(1000);
const revision = z.number().int().min(1);
/** Definitions are read by the verbs, so that each fault has its path in the document itself. */
const document = z.record(z.string(), z.unknown());
const blueprint = z.strictObject({ identifier: name });
/** Lets types change: values are converted. */
const convert = z.boolean().optional();

export const blueprintsRouter = router({
  ...permissionProcedures,
  /** Hidden ones are left out unless asked for. */
  list: procedure("catalog.read")
    .input(z.strictObject({ hidden: z.boolean().optional() }).optional())
    .query(({ ctx, input }) => listBlueprints(ctx, input)),
  get: procedure("catalog.read")
    .input(blueprint)
    .query(({ ctx, input }) => getBlueprint(ctx, input.identifier)),
  /** What each key of a blueprint holds, computed ones with the definition at the end of their path. */
  properties: procedure("catalog.read")
    .input(blueprint)
    .query(({ ctx, input }) => resolvedProperties(ctx, input.identifier)),
  ...trialProcedures,
  create: procedure("blueprints.manage")
    .input(z.strictObject({ definition: document }))
    .mutation(({ ctx, input }) => createBlueprint(ctx, input.definition)),
  /** What replacing the definition would do to entities and to what names its keys. */
  preview: procedure("blueprints.manage")
    .input(blueprint.extend({ definition: document, convert }))
    .query(({ ctx, input: { identifier, definition, ...options } }) =>
      previewBlueprint(ctx, identifier, definition, options),
    ),
  /** Replaces the definition; `revision` is the one that was edited. */
  update: procedure("blueprints.manage")
    .input(blueprint.extend({ definition: document, revision: revision.optional(), convert }))
    .mutation(({ ctx, input: { identifier, definition, ...options } }) =>
      replaceBlueprint(ctx, identifier, definition, options),
    ),
  delete: procedure("blueprints.manage")
    .input(blueprint.extend({ revision: revision.optional() }))
    .mutation(({ ctx, input: { identifier, ...options } }) => deleteBlueprint(ctx, identifier, options)),
  /** Deletes all entities, in the background. */
  deleteAll: procedure("blueprints.manage")
    .input(blueprint.extend({ deleteBlueprint: z.boolean().optional() }))
    .mutation(async ({ ctx, input: { identifier, ...options } }) => ({
      migrationId: (await deleteAllEntities(ctx, identifier, options)).id,
    })),
  revisions: procedure("blueprints.manage")
    .input(blueprint)
    .query(({ ctx, input }) => listRevisions(ctx, input.identifier)),
  /** `expected` is the present revision, as the page shows it. */
  restore: procedure("blueprints.manage")
    .input(blueprint.extend({ revision, expected: revision, convert }))
    .mutation(({ ctx, input: { identifier, revision: to, expected, convert: converting } }) =>
      restoreBlueprint(ctx, identifier, to, { revision: expected, convert: converting }),
    ),
  /** Gives a key another name; everything that names it follows. `revision` is the one that was seen. */
  rename: procedure("blueprints.manage")
    .input(
      blueprint.extend({
        kind: z.enum(KEY_KINDS),
        from: name,
        to: z.string(),
        revision: revision.optional(),
      }),
    )
    .mutation(({ ctx, input: { identifier, ...input } }) => renameKey(ctx, identifier, input)),
  setHidden: procedure("blueprints.manage")
    .input(blueprint.extend({ hidden: z.boolean() }))
    .mutation(({ ctx, input }) => setHidden(ctx, input.identifier, input.hidden)),
});
