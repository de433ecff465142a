/**
 * Where to go after sign-in or sign-out: a path of the portal, or "/" for anything that could lead elsewhere.
 * In: what a link, a form or an identity provider carried. Out: path, query and fragment, beginning with exactly one "/".
 */
export function callbackPath(wanted: unknown, ownOrigin: string): string {
  if (typeof wanted !== "string" || wanted.length > 2000) return "/";
  // Browsers drop tabs and newlines and read "\" as "/", so what we check and what they open would differ.
  if (!/^[!-[\]-~\u0080-\uffff]*$/.test(wanted)) return "/";
  if (!wanted.startsWith("/") && !wanted.startsWith(`${ownOrigin}/`)) return "/";
  let url: URL;
  try {
    url = new URL(wanted, ownOrigin);
  } catch {
    // Not an address at all: the start page.
    return "/";
  }
  const path = url.pathname + url.search + url.hash;
  const staysHere = url.origin === ownOrigin && !url.username && !url.password;
  // "/.//evil" is "//evil" once normalised, and some servers decode "%2f" before they redirect.
  const leaves = /^\/(?:\/|\\|%2f|%5c)/i.test(path);
  const isPage = !/^\/(?:api|v1|_next|sign-in)(?:[/?#]|$)/i.test(path);
  return staysHere && !leaves && isPage ? path : "/";
}
