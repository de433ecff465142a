import type { Context } from "@/server/kernel/context";
import { Unauthenticated } from "@/server/kernel/errors";
import { withLimitedBody } from "./body";
import { answerFault } from "./fault";
import { restApp } from "./rest-app";

const contexts = new WeakMap<Request, Context>();

const app = restApp(async (request) => {
  const ctx = contexts.get(request);
  if (!ctx) throw new Unauthenticated();
  return ctx;
});

/** Answers a request under /v1 for somebody whom the portal itself vouches for, with no token and no way over the network. */
export async function answerAs(ctx: Context, request: Request): Promise<Response> {
  try {
    const limited = await withLimitedBody(request);
    contexts.set(limited, ctx);
    return await app.fetch(limited);
  } catch (error) {
    return answerFault(error, request);
  }
}
