export type SignInOutcome = { ok: true; url: string } | { ok: false; message: string };

/**
 * Signs in at one of our endpoints. In: the endpoint below /api/auth, its fields, and the path to go to afterwards.
 * Out: the address to open, or what went wrong in words to show.
 */
export async function requestSignIn(
  endpoint: "callback/credentials" | "callback/demo" | "signin/oidc",
  fields: Record<string, string>,
  callbackUrl: string,
): Promise<SignInOutcome> {
  try {
    const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
    const body = new URLSearchParams({ ...fields, csrfToken, callbackUrl, json: "true" });
    const response = await fetch(`/api/auth/${endpoint}`, { method: "POST", body });
    const answer = (await response.json()) as { url?: string; message?: string };
    if (response.ok && answer.url) return { ok: true, url: answer.url };
    return { ok: false, message: answer.message ?? "Signing in does not work at the moment. Try again." };
  } catch {
    // No answer, or one that is not ours: a proxy's page, a cut connection.
    return { ok: false, message: "The portal does not answer. Check your connection and try again." };
  }
}
