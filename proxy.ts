import { NextResponse, type NextRequest } from "next/server";
import { cookieNames } from "@/server/identity/core/cookies";
import {
  contentSecurityPolicy,
  isAsset,
  needsSession,
  securityHeaders,
} from "@/server/identity/core/security-headers";

/**
 * Puts the security headers on every response, and sends people without a session cookie to the sign-in page.
 * That is a courtesy and no check: pages and procedures ask the database themselves who is there.
 */
export function proxy(request: NextRequest): NextResponse {
  const around = {
    secure: (process.env.WAYMARK_URL ?? "").startsWith("https:"),
    development: process.env.NODE_ENV === "development",
  };
  const path = request.nextUrl.pathname;
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = contentSecurityPolicy(nonce, around);
  const response = answer(request, path, nonce, policy, around.secure);
  response.headers.set("Content-Security-Policy", policy);
  for (const [name, value] of Object.entries(securityHeaders(around))) response.headers.set(name, value);
  if (!isAsset(path)) response.headers.set("Cache-Control", "no-store");
  return response;
}

function answer(
  request: NextRequest,
  path: string,
  nonce: string,
  policy: string,
  secure: boolean,
): NextResponse {
  // The image optimiser is not used, and its faults are not ours to carry.
  if (path.startsWith("/_next/image")) return new NextResponse(null, { status: 404 });
  if (needsSession(path) && !request.cookies.has(cookieNames(secure).session)) {
    const target = new URL("/sign-in", request.url);
    if (path !== "/") target.searchParams.set("callbackUrl", path + request.nextUrl.search);
    return NextResponse.redirect(target);
  }
  // Set, not added: what a client sends under these names must not survive.
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-waymark-path", path + request.nextUrl.search);
  headers.set("Content-Security-Policy", policy);
  return NextResponse.next({ request: { headers } });
}

/**
 * Not on Terraform's state: Next buffers the body of what passes a proxy and cuts it off at 10 MB, and a state may be
 * larger. Those routes authenticate each request themselves and set their own headers.
 */
export const config = { matcher: ["/((?!api/state/).*)"] };
