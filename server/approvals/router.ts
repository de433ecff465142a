import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { decisionSchema } from "./schema";
import { decide } from "./service/decide";
import { approversOf, countPending, getRequest, listInbox } from "./service/read";

const byRun = z.strictObject({ runId: z.string().min(1).max(100) });

export const approvalsRouter = router({
  inbox: procedure("approvals.read").query(({ ctx }) => listInbox(ctx)),
  count: procedure("approvals.read").query(({ ctx }) => countPending(ctx)),
  get: procedure("approvals.read")
    .input(byRun)
    .query(async ({ ctx, input }) => {
      const request = await getRequest(ctx, input.runId);
      return { ...request, approvers: await approversOf(ctx, input.runId) };
    }),
  decide: procedure("approvals.decide")
    .input(byRun.extend({ decision: decisionSchema }))
    .mutation(({ ctx, input }) => decide(ctx, input.runId, input.decision)),
});
