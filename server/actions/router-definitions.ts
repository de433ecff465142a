import { z } from "zod";
import { procedure } from "@/server/api/trpc";
import { checkDefinition } from "./service/check-definition";
import { createAction, deleteAction, replaceAction, selectActions } from "./service/definitions";
import { discardDraft, getActionWithDraft, publishDraft, saveDraft } from "./service/drafts";
import { formOfWorkflow } from "./service/import-workflow";
import { actionsOverview } from "./service/overview";
import { listRevisions, restoreRevision } from "./service/revisions";

const byIdentifier = z.strictObject({ identifier: z.string().min(1).max(100) });
/** Checked by the verb, which names every fault with its place. */
const definition = z.record(z.string(), z.unknown());
const revision = z.number().int();
/** When a draft was saved, by which it is told from a later one. */
const saved = z.iso.datetime();

/** Definitions with their drafts and revisions. */
export const definitionProcedures = {
  /** Whole definitions, for those who look after them. */
  definitions: procedure("actions.manage").query(({ ctx }) => selectActions(ctx, {})),
  /** Every action and automation with its state, without the definitions. */
  overview: procedure("actions.manage").query(({ ctx }) => actionsOverview(ctx)),
  get: procedure("actions.read")
    .input(byIdentifier)
    .query(({ ctx, input }) => getActionWithDraft(ctx, input.identifier)),
  create: procedure("actions.manage")
    .input(z.strictObject({ definition }))
    .mutation(({ ctx, input }) => createAction(ctx, input.definition)),
  update: procedure("actions.manage")
    .input(byIdentifier.extend({ definition, revision: revision.optional() }))
    .mutation(({ ctx, input }) =>
      replaceAction(ctx, input.identifier, input.definition, { revision: input.revision }),
    ),
  delete: procedure("actions.manage")
    .input(byIdentifier)
    .mutation(({ ctx, input }) => deleteAction(ctx, input.identifier)),
  /** What would be refused, and what the portal cannot render, without storing it. */
  check: procedure("actions.manage")
    .input(z.strictObject({ definition, identifier: z.string().max(100).optional() }))
    .query(({ ctx, input }) => checkDefinition(ctx, input.definition, input.identifier)),
  /** A form for a GitHub workflow, from the text of its file. */
  importWorkflow: procedure("actions.manage")
    .input(z.strictObject({ yaml: z.string() }))
    .query(({ ctx, input }) => formOfWorkflow(ctx, input.yaml)),
  saveDraft: procedure("actions.manage")
    .input(byIdentifier.extend({ definition, revision, replaces: saved.nullish() }))
    .mutation(({ ctx, input }) =>
      saveDraft(ctx, input.identifier, input.definition, input.revision, input.replaces),
    ),
  discardDraft: procedure("actions.manage")
    .input(byIdentifier.extend({ saved: saved.optional() }))
    .mutation(({ ctx, input }) => discardDraft(ctx, input.identifier, input.saved)),
  publishDraft: procedure("actions.manage")
    .input(byIdentifier.extend({ revision, saved: saved.optional() }))
    .mutation(({ ctx, input }) => publishDraft(ctx, input.identifier, input.revision, input.saved)),
  revisions: procedure("actions.manage")
    .input(byIdentifier)
    .query(({ ctx, input }) => listRevisions(ctx, input.identifier)),
  restore: procedure("actions.manage")
    .input(byIdentifier.extend({ revision, expected: revision }))
    .mutation(({ ctx, input }) => restoreRevision(ctx, input.identifier, input.revision, input.expected)),
};
