import type { AuthOptions, LoggerInstance } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import CredentialsProvider from "next-auth/providers/credentials";
import { pool } from "@/db/client";
import type { Context } from "@/server/kernel/context";
import { env } from "@/server/kernel/env";
import { DomainError } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { log } from "@/server/kernel/log";
import { isLocal, senderAddress } from "@/server/kernel/peer";
import { callbackPath } from "./core/callback-url";
import { cookieNames } from "./core/cookies";
import { authenticateDemo } from "./service/demo";
import type { User } from "./service/people";
import { createSession, SESSION_SECONDS, signOut } from "./service/sessions";
import {
  anonymousContext,
  authenticatePassword,
  authenticateProvider,
  providerUser,
  type ProviderClaims,
} from "./service/sign-in";

/** The provider's id in the address of its callback: /api/auth/callback/oidc. */
export const OIDC = "oidc";

const context = (): Context => anonymousContext(pool().db, newId());

/** Whether an identity provider is configured. */
export function oidcName(): string | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_NAME } = env();
  return OIDC_ISSUER && OIDC_CLIENT_ID ? OIDC_NAME : null;
}

/** How next-auth signs people in: it proves who somebody is and carries a session's id; the session itself is ours. */
export function authOptions(): AuthOptions {
  const { WAYMARK_URL, NEXTAUTH_SECRET } = env();
  // next-auth takes its own address from here alone; the Host of a request is anybody's to choose.
  process.env.NEXTAUTH_URL = WAYMARK_URL;
  const origin = new URL(WAYMARK_URL).origin;
  const secure = origin.startsWith("https:");
  return {
    secret: NEXTAUTH_SECRET,
    useSecureCookies: secure,
    cookies: cookies(secure),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    jwt: { maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    logger,
    providers: [password, demo, ...oidc()],
    callbacks: {
      redirect: ({ url }) => origin + callbackPath(url, origin),
      signIn: async ({ account, profile }) => {
        if (account?.provider !== OIDC) return true;
        await guarded(() => authenticateProvider(context(), claimsOf(profile)));
        return true;
      },
      // Called with an account at a sign-in only. Nothing of the person is in the cookie: just which session it is.
      jwt: async ({ token, user, account, profile }) => {
        if (!account) return { sid: token.sid };
        const claims = account.provider === OIDC ? claimsOf(profile) : null;
        const userId = claims ? (await providerUser(context(), claims.issuer, claims.subject))?.id : user.id;
        if (!userId) throw new Error("Nobody is linked to this identity.");
        const method = account.provider === OIDC ? "oidc" : account.provider === "demo" ? "demo" : "password";
        return { sid: await createSession(context(), userId, method) };
      },
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === "string") await signOut(context(), token.sid);
      },
    },
  };
}

const password = CredentialsProvider({
  id: "credentials",
  credentials: { email: {}, password: {} },
  authorize: (given, req) =>
    guarded(() =>
      authenticatePassword(context(), given?.email, given?.password, senderAddress(headersOf(req))),
    ),
});

const demo = CredentialsProvider({
  id: "demo",
  credentials: { email: {} },
  authorize: (given, req) =>
    guarded(() => authenticateDemo(context(), given?.email, isLocal(headersOf(req)))),
});

/** Any OpenID provider, by discovery. The issuer is set by the operator and trusted, so it may be on a private network. */
function oidc(): OAuthConfig<Record<string, unknown>>[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = env();
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID) return [];
  return [
    {
      id: OIDC,
      name: OIDC_NAME,
      type: "oauth",
      wellKnown: `${OIDC_ISSUER.replace(/\/$/, "")}/.well-known/openid-configuration`,
      issuer: OIDC_ISSUER,
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      client: OIDC_CLIENT_SECRET ? {} : { token_endpoint_auth_method: "none" },
      authorization: { params: { scope: "openid email profile" } },
      checks: ["pkce", "state", "nonce"],
      idToken: true,
      userinfo: {
        // Many providers give e-mail and name only here. openid-client refuses an answer about another subject.
        async request({ client, tokens }) {
          const claims = (tokens as unknown as { claims(): Record<string, unknown> }).claims();
          if (claims.email !== undefined) return claims as never;
          const info: Record<string, unknown> = await client.userinfo(tokens as never);
          return { ...info, ...claims } as never;
        },
      },
      profile: (claims) => ({ id: String(claims.sub), name: null, email: null }),
    },
  ];
}

function claimsOf(profile: unknown): ProviderClaims {
  const { iss, sub, email, email_verified, name } = profile as Record<string, unknown>;
  if (typeof iss !== "string" || typeof sub !== "string")
    throw new Error("The identity provider named no issuer or subject.");
  return { issuer: iss, subject: sub, email, emailVerified: email_verified, name };
}

/**
 * What next-auth catches it puts in an address, text and all. So nothing passes but our own short words:
 * "limit:<seconds>", "refused", "unavailable". A wrong password is null.
 */
async function guarded(work: () => Promise<User>): Promise<{ id: string } | null> {
  try {
    return { id: (await work()).id };
  } catch (error) {
    if (error instanceof DomainError && error.code === "unauthenticated") return null;
    if (error instanceof DomainError && error.code === "limit")
      throw new Error(`limit:${error.details.retryAfterSeconds ?? 60}`, { cause: error });
    if (error instanceof DomainError && error.code === "forbidden")
      throw new Error("refused", { cause: error });
    log.error(
      { err: error instanceof Error ? { message: error.message, stack: error.stack } : String(error) },
      "sign-in failed",
    );
    throw new Error("unavailable", { cause: error });
  }
}

function headersOf(req: { headers?: Record<string, unknown> } | undefined): Headers {
  const pairs = Object.entries(req?.headers ?? {}).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  return new Headers(pairs);
}

function cookies(secure: boolean): AuthOptions["cookies"] {
  const names = cookieNames(secure);
  const one = (name: string, maxAge?: number) => ({
    name,
    options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure, ...(maxAge ? { maxAge } : {}) },
  });
  const MINUTES = 15 * 60;
  return {
    sessionToken: one(names.session),
    csrfToken: one(names.csrf),
    callbackUrl: one(names.callbackUrl),
    pkceCodeVerifier: one(names.pkce, MINUTES),
    state: one(names.state, MINUTES),
    nonce: one(names.nonce, MINUTES),
  };
}

/** Codes and messages only: the metadata of some warnings holds tokens. */
const logger: LoggerInstance = {
  error: (code, metadata) => log.error({ code, message: messageOf(metadata) }, "next-auth"),
  warn: (code) => log.warn({ code }, "next-auth"),
  debug: () => undefined,
};

function messageOf(metadata: unknown): string | undefined {
  if (metadata instanceof Error) return metadata.message;
  const error = (metadata as { error?: unknown } | undefined)?.error;
  return error instanceof Error ? error.message : undefined;
}
