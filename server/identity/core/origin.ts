const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether a host name, as a URL has it, is this machine's own. */
export const isLoopbackHost = (hostname: string): boolean => LOOPBACK.has(hostname);

/** The origins under which the portal is reached: the configured one and, where that is loopback, its other names. */
export function ownOrigins(portalUrl: string): Set<string> {
  const url = new URL(portalUrl);
  const origins = new Set([url.origin]);
  if (isLoopbackHost(url.hostname))
    for (const name of LOOPBACK)
      origins.add(new URL(`${url.protocol}//${name}${url.port ? `:${url.port}` : ""}`).origin);
  return origins;
}

export interface ChangeRequest {
  origin: string | null;
  fetchSite: string | null;
  contentType: string | null;
}

/**
 * Why a request that changes something and is authorised by a cookie is refused; null when it is the portal's own page
 * that sends it. A form of another site cannot send JSON without a preflight, and cannot fake Origin or Sec-Fetch-Site.
 */
export function foreignChange(request: ChangeRequest, origins: ReadonlySet<string>): string | null {
  if (!request.origin) return "it names no origin";
  if (!origins.has(request.origin)) return "it comes from another site";
  if (request.fetchSite && request.fetchSite !== "same-origin" && request.fetchSite !== "none")
    return "it comes from another site";
  const type = request.contentType?.split(";")[0]?.trim().toLowerCase();
  if (type && type !== "application/json") return "its content type is not application/json";
  return null;
}
