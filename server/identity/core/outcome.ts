import { Forbidden, Limit, Unauthenticated, Unavailable, type DomainError } from "@/server/kernel/errors";

/**
 * What went wrong at a sign-in, read from the address to which next-auth then sends the browser; null when nothing did.
 * It tells failures apart by that address alone, so here they become errors with a status of their own.
 */
export function signInFault(target: string, origin: string): DomainError | null {
  const url = new URL(target, origin);
  if (url.searchParams.get("csrf") === "true" && url.pathname.startsWith("/api/auth/"))
    return new Forbidden(
      "The sign-in form was open too long or came from elsewhere. Reload the page and try again.",
    );
  const code = url.searchParams.get("error");
  if (code === null || !/^\/(api\/auth\/error|sign-in)$/.test(url.pathname)) return null;
  const seconds = Number(/^limit:(\d{1,6})$/.exec(code)?.[1]);
  if (seconds)
    return new Limit(
      `Too many attempts to sign in. Try again in ${seconds} second${seconds === 1 ? "" : "s"}.`,
      "rate",
      seconds,
    );
  if (code === "CredentialsSignin")
    return new Unauthenticated("The e-mail or the password is wrong. Check both and try again.");
  if (code === "refused" || code === "AccessDenied")
    return new Forbidden("You may not sign in. Ask an administrator of the portal.");
  return new Unavailable("Signing in does not work at the moment. Try again in a few seconds.", 5);
}

/** What the sign-in page says when an identity provider's answer led back to it. The code comes from the address: anybody's text. */
export function providerFault(code: unknown): string | null {
  if (typeof code !== "string" || !code) return null;
  if (code === "refused" || code === "AccessDenied")
    return "Your identity provider knows you, but the portal let you not in: the account is disabled, or your e-mail address is not confirmed. Ask an administrator.";
  if (code === "OAuthSignin" || code === "unavailable")
    return "The identity provider does not answer at the moment. Try again, or sign in with a password.";
  if (code === "OAuthCallback" || code === "Callback")
    return "The sign-in at your identity provider was not completed. Try again.";
  return "Signing in did not work. Try again.";
}
