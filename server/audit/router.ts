import { procedure, router } from "@/server/api/trpc";
import { auditFilter } from "./schema";
import { listAudit, verifyChain } from "./service";

export const auditRouter = router({
  list: procedure("audit.read")
    .input(auditFilter)
    .query(({ ctx, input }) => listAudit(ctx, input)),
  verify: procedure("audit.read").query(({ ctx }) => verifyChain(ctx)),
});
