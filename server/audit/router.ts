import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { auditFilter } from "./schema";
import { listAudit, verifyChain } from "./service";

export const auditRouter = router({
  list: procedure("audit.read")
    // The client library sends the direction along when a list grows page by page; it only grows forward.
    .input(auditFilter.extend({ direction: z.literal("forward").optional() }))
    .query(({ ctx, input: { direction: _forward, ...filter } }) => listAudit(ctx, filter)),
  verify: procedure("audit.read").query(({ ctx }) => verifyChain(ctx)),
});
