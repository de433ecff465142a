import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { withLimitedBody } from "@/server/api/body";
import { logUnexpected } from "@/server/api/errors";
import { answerFault } from "@/server/api/fault";
import { appRouter } from "@/server/api/root";
import { toTrpcError } from "@/server/api/trpc";
import { assertSameOrigin, contextFromRequest } from "@/server/identity/request";
import type { Context } from "@/server/kernel/context";

/** A page asks for at most this many things at once; more is someone else. */
const MAX_BATCH = 20;

async function handle(incoming: Request): Promise<Response> {
  try {
    if (incoming.method === "POST") assertSameOrigin(incoming);
    const req = await withLimitedBody(incoming);
    return await fetchRequestHandler({
      endpoint: "/api/trpc",
      req,
      router: appRouter,
      maxBatchSize: MAX_BATCH,
      // A definition or a long filter does not fit into an address: such a query comes as a POST.
      allowMethodOverride: true,
      createContext: () => contextOf(req),
      responseMeta: () => ({ headers: new Headers({ "Cache-Control": "no-store" }) }),
    });
  } catch (error) {
    return answerFault(error, incoming);
  }
}

/** Who asks. Before any procedure runs, so that the middleware of procedures does not see what goes wrong here. */
async function contextOf(request: Request): Promise<Context> {
  try {
    return await contextFromRequest(request, { origin: "UI" });
  } catch (error) {
    const known = toTrpcError(error);
    if (!known) logUnexpected(error, "none", "context");
    throw known ?? error;
  }
}

export { handle as GET, handle as POST };
