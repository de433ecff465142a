import { decode } from "next-auth/jwt";
import { pool } from "@/db/client";
import type { Actor, Context, Origin } from "@/server/kernel/context";
import { env } from "@/server/kernel/env";
import { Forbidden, Unauthenticated } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { cookieNames, cookieOf } from "./core/cookies";
import { foreignChange, foreignOrigin, ownOrigins } from "./core/origin";
import { resolveAccessToken } from "./service/clients";
import { resolveSession } from "./service/sessions";
import { rememberedClient } from "./service/token-memory";

const ANONYMOUS: Actor = { kind: "anonymous" };
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether people reach the portal over https; cookies are then Secure and bound to the host. */
export const isSecure = (): boolean => env().WAYMARK_URL.startsWith("https:");

/**
 * Who sends a request, by bearer token or by session cookie, and through what.
 * A bad bearer token throws Unauthenticated; a bad cookie is nobody. A cookie lets a change pass only when the portal's
 * own page sends it, whatever the route.
 */
export async function contextFromRequest(
  req: Request,
  options: {
    origin: Origin;
    /** The body is a file: what it claims to be says nothing, so that only where it comes from counts. */
    file?: boolean;
  },
): Promise<Context> {
  const db = pool().db;
  const requestId = newId();
  const authorization = req.headers.get("authorization");
  if (authorization !== null)
    return { actor: await actorOfBearer(authorization), origin: options.origin, requestId, db };
  const actor = await actorOfCookie(cookieOf(req.headers.get("cookie"), cookieNames(isSecure()).session));
  if (actor.kind !== "anonymous" && !SAFE.has(req.method))
    (options.file ? assertOwnOrigin : assertSameOrigin)(req);
  return { actor, origin: options.origin, requestId, db };
}

/** Throws Forbidden unless one of the portal's own pages sent the request, as JSON. */
export function assertSameOrigin(req: Request): void {
  const contentType = req.headers.get("content-type");
  refuseWhen(foreignChange({ ...sourceOf(req), contentType }, ownOrigins(env().WAYMARK_URL)));
}

/** Throws Forbidden unless one of the portal's own pages sent the request, in whatever form. */
export function assertOwnOrigin(req: Request): void {
  refuseWhen(foreignOrigin(sourceOf(req), ownOrigins(env().WAYMARK_URL)));
}

const sourceOf = (req: Request) => ({
  origin: req.headers.get("origin"),
  fetchSite: req.headers.get("sec-fetch-site"),
});

function refuseWhen(reason: string | null): void {
  if (reason)
    throw new Forbidden(
      `This request was refused because ${reason}. Reload the page and try again; if the portal is reached under another address, set WAYMARK_URL to it.`,
    );
}

async function actorOfBearer(authorization: string): Promise<Actor> {
  const token = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(authorization)?.[1];
  const actor = token
    ? await rememberedClient(token, (known) => resolveAccessToken({ db: pool().db }, known))
    : null;
  if (!actor)
    throw new Unauthenticated(
      "The access token is not valid or has expired. Get a new one at POST /v1/auth/access_token.",
    );
  return actor;
}

/** Who a session cookie stands for; nobody when it is not good. */
export async function actorOfCookie(cookie: string | null): Promise<Actor> {
  const sessionId = cookie ? await sessionIdOf(cookie) : null;
  return (sessionId ? await resolveSession({ db: pool().db }, sessionId) : null) ?? ANONYMOUS;
}

/** The session that a cookie names; null when the cookie was not sealed with our secret. */
async function sessionIdOf(cookie: string): Promise<unknown> {
  try {
    return (await decode({ token: cookie, secret: env().NEXTAUTH_SECRET }))?.sid ?? null;
  } catch {
    // Forged, garbled or from before a change of the secret: nobody, and nothing to tell.
    return null;
  }
}
