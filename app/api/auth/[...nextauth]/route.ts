import NextAuth from "next-auth";
import { NextRequest } from "next/server";
import { withLimitedBody } from "@/server/api/body";
import { answerFault } from "@/server/api/fault";
import { authOptions } from "@/server/identity/auth";
import { assertOwnOrigin } from "@/server/identity/request";
import { signInFault } from "@/server/identity/core/outcome";
import { NotFound } from "@/server/kernel/errors";

type RouteContext = { params: Promise<{ nextauth: string[] }> };

/** What the portal uses of next-auth; the rest (its own pages, its log and session endpoints) does not exist. */
const OPEN: Record<string, RegExp> = {
  GET: /^(csrf|signin|error|callback\/oidc)$/,
  POST: /^(signin\/oidc|callback\/(credentials|demo)|signout)$/,
};

const MAX_BODY = 16 * 1024;

async function handle(incoming: NextRequest, route: RouteContext): Promise<Response> {
  try {
    const action = (await route.params).nextauth.join("/");
    if (!OPEN[incoming.method]?.test(action))
      throw new NotFound("Route", `${incoming.method} /api/auth/${action}`);
    if (incoming.method === "POST") assertOwnOrigin(incoming);
    const request = new NextRequest(await withLimitedBody(incoming, MAX_BODY));
    const response: Response = await NextAuth(request as never, route as never, authOptions());
    const fault =
      incoming.method === "POST" ? signInFault(await targetOf(response), request.nextUrl.origin) : null;
    if (fault) throw fault;
    response.headers.set("Cache-Control", "no-store");
    return response;
  } catch (error) {
    return answerFault(error, incoming);
  }
}

/** Where next-auth sends the browser: by a redirect or, to our own form, in JSON. */
async function targetOf(response: Response): Promise<string> {
  const location = response.headers.get("Location");
  if (location !== null) return location;
  const { url } = (await response.clone().json()) as { url?: unknown };
  if (typeof url !== "string") throw new Error("next-auth answered without an address.");
  return url;
}

export { handle as GET, handle as POST };
