import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { withLimitedBody } from "@/server/api/body";
import { answerFault } from "@/server/api/fault";
import { appRouter } from "@/server/api/root";
import { assertSameOrigin, contextFromRequest } from "@/server/identity/context";

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
      createContext: () => contextFromRequest(req, { origin: "UI" }),
      responseMeta: () => ({ headers: new Headers({ "Cache-Control": "no-store" }) }),
    });
  } catch (error) {
    return answerFault(error, incoming);
  }
}

export { handle as GET, handle as POST };
