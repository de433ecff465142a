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
}

/** Why a request that changes something is not one of the portal's own pages'; null when it is. A browser fakes neither header. */
export function foreignOrigin(request: ChangeRequest, origins: ReadonlySet<string>): string | null {
  if (!request.origin) return "it names no origin";
  if (!origins.has(request.origin)) return "it comes from another site";
  const site = request.fetchSite;
  return site && site !== "same-origin" && site !== "none" ? "it comes from another site" : null;
}

/**
 * The same for a request that a session cookie authorises: it must further be JSON, which a form of another site cannot
 * send without asking first.
 */
export function foreignChange(
  request: ChangeRequest & { contentType: string | null },
  origins: ReadonlySet<string>,
): string | null {
  const type = request.contentType?.split(";")[0]?.trim().toLowerCase();
  const foreign = foreignOrigin(request, origins);
  return foreign ?? (type && type !== "application/json" ? "its content type is not application/json" : null);
}
