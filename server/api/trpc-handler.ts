import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { assertSameOrigin, contextFromRequest } from "@/server/identity/request";
import type { Context } from "@/server/kernel/context";
import { withLimitedBody } from "./body";
import { logUnexpected } from "./errors";
import { answerFault } from "./fault";
import { appRouter } from "./root";
import { toTrpcError } from "./trpc";

/** A page asks for at most this many things at once; more is someone else. */
const MAX_BATCH = 20;

/** Answers what pages ask under /api/trpc, whoever serves it: the production server directly, or Next. */
export async function handleTrpc(incoming: Request): Promise<Response> {
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
