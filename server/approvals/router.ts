import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { decisionSchema } from "./schema";
import { addComment, commentInput, listComments } from "./service/comments";
import { decide } from "./service/decide";
import { delegate, delegationInput, listDelegations, revoke } from "./service/delegations";
import { approversOf, countPending, getRequest, listAllRequests, listInbox } from "./service/read";
import { tryRules, tryRulesInput } from "./service/try-rules";
import { breakGlass, withdrawRequest } from "./service/withdraw";

const byRun = z.strictObject({ runId: z.string().min(1).max(100) });
const reason = z.string().trim().max(2000);

export const approvalsRouter = router({
  inbox: procedure("approvals.read").query(({ ctx }) => listInbox(ctx)),
  all: procedure("audit.read").query(({ ctx }) => listAllRequests(ctx)),
  count: procedure("approvals.read").query(({ ctx }) => countPending(ctx)),
  get: procedure("approvals.read")
    .input(byRun)
    .query(async ({ ctx, input }) => {
      const request = await getRequest(ctx, input.runId);
      return { ...request, approvers: await approversOf(ctx, input.runId) };
    }),
  tryRules: procedure("actions.manage")
    .input(tryRulesInput)
    .query(({ ctx, input }) => tryRules(ctx, input)),
  decide: procedure("approvals.decide")
    .input(byRun.extend({ decision: decisionSchema }))
    .mutation(({ ctx, input }) => decide(ctx, input.runId, input.decision)),
  withdraw: procedure("runs.control")
    .input(byRun.extend({ reason: reason.nullable() }))
    .mutation(({ ctx, input }) => withdrawRequest(ctx, input.runId, input.reason)),
  breakGlass: procedure("approvals.read")
    .input(byRun.extend({ reason, confirmation: z.string().max(100) }))
    .mutation(({ ctx, input }) => breakGlass(ctx, input.runId, input)),
  comments: router({
    list: procedure("approvals.read")
      .input(byRun)
      .query(({ ctx, input }) => listComments(ctx, input.runId)),
    add: procedure("approvals.read")
      .input(byRun.extend({ text: commentInput }))
      .mutation(({ ctx, input }) => addComment(ctx, input.runId, input.text)),
  }),
  delegations: router({
    list: procedure("approvals.read").query(({ ctx }) => listDelegations(ctx)),
    add: procedure("approvals.decide")
      .input(delegationInput)
      .mutation(({ ctx, input }) => delegate(ctx, input)),
    revoke: procedure("approvals.decide")
      .input(z.strictObject({ id: z.uuid() }))
      .mutation(({ ctx, input }) => revoke(ctx, input.id)),
  }),
});
