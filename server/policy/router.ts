import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { MAX_EXPRESSION, policyIdentifier } from "./schema";
import {
  createPolicy,
  deletePolicy,
  disablePolicy,
  getPolicy,
  listPolicies,
  listRevisions,
  publishPolicy,
  restoreRevision,
  updatePolicy,
} from "./service/policies";
import { getPolicySettings, updatePolicySettings } from "./service/settings";
import { addStarter, listStarters } from "./service/starters";
import { checkTexts, getCase, listCases, tryAgainstRuns, tryOnRun } from "./service/trial";

const byIdentifier = z.strictObject({ identifier: policyIdentifier });
const revision = z.number().int().min(1);
const text = z.string().max(MAX_EXPRESSION);

export const policiesRouter = router({
  list: procedure("policies.read").query(({ ctx }) => listPolicies(ctx)),
  get: procedure("policies.read")
    .input(byIdentifier)
    .query(({ ctx, input }) => getPolicy(ctx, input.identifier)),
  create: procedure("policies.manage")
    .input(z.looseObject({}))
    .mutation(({ ctx, input }) => createPolicy(ctx, input)),
  update: procedure("policies.manage")
    .input(byIdentifier.extend({ definition: z.looseObject({}), revision: revision.optional() }))
    .mutation(({ ctx, input }) => updatePolicy(ctx, input.identifier, input.definition, input)),
  publish: procedure("policies.manage")
    .input(byIdentifier.extend({ revision: revision.optional() }))
    .mutation(({ ctx, input }) => publishPolicy(ctx, input.identifier, input)),
  disable: procedure("policies.manage")
    .input(byIdentifier)
    .mutation(({ ctx, input }) => disablePolicy(ctx, input.identifier)),
  delete: procedure("policies.manage")
    .input(byIdentifier)
    .mutation(({ ctx, input }) => deletePolicy(ctx, input.identifier)),
  revisions: procedure("policies.read")
    .input(byIdentifier)
    .query(({ ctx, input }) => listRevisions(ctx, input.identifier)),
  restore: procedure("policies.manage")
    .input(byIdentifier.extend({ revision, expected: revision }))
    .mutation(({ ctx, input }) => restoreRevision(ctx, input.identifier, input.revision, input.expected)),

  /** What the portal brings along and is not in use yet. */
  starters: procedure("policies.manage").query(({ ctx }) => listStarters(ctx)),
  addStarter: procedure("policies.manage")
    .input(byIdentifier.extend({ live: z.boolean() }))
    .mutation(({ ctx, input }) => addStarter(ctx, input)),

  /** What is wrong with the texts of a policy, while they are written. */
  check: procedure("policies.manage")
    .input(z.strictObject({ expression: text, message: text }))
    .query(({ ctx, input }) => checkTexts(ctx, input)),
  /** Runs to try a policy on. */
  cases: procedure("policies.manage")
    .input(z.strictObject({ limit: z.number().int().min(1).max(200).default(50) }))
    .query(({ ctx, input }) => listCases(ctx, input.limit)),
  case: procedure("policies.manage")
    .input(z.strictObject({ runId: z.string().min(1).max(100) }))
    .query(({ ctx, input }) => getCase(ctx, input.runId)),
  /** One run under a draft. A mutation, since its input is as large as a policy. */
  try: procedure("policies.manage")
    .input(z.strictObject({ definition: z.looseObject({}), runId: z.string().min(1).max(100) }))
    .mutation(({ ctx, input }) => tryOnRun(ctx, input)),
  tryAgainstRuns: procedure("policies.manage")
    .input(
      z.strictObject({
        definition: z.looseObject({}),
        identifier: policyIdentifier.optional(),
        limit: z.number().int().min(1).max(200).default(100),
      }),
    )
    .mutation(({ ctx, input }) => tryAgainstRuns(ctx, input)),

  settings: router({
    get: procedure("policies.read").query(({ ctx }) => getPolicySettings(ctx)),
    update: procedure("policies.manage")
      .input(z.strictObject({ timeZone: z.string().min(1).max(100) }))
      .mutation(({ ctx, input }) => updatePolicySettings(ctx, input)),
  }),
});
