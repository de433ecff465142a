export interface Surroundings {
  /** Whether people reach the portal over https. */
  secure: boolean;
  /** Hot reload compiles with eval and talks over a web socket. */
  development: boolean;
}

/**
 * The content security policy of one response. Scripts run by this response's nonce only, and what they load;
 * styles may be inline, since popups are placed by them.
 */
export function contentSecurityPolicy(nonce: string, { secure, development }: Surroundings): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "worker-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(secure ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/** What every response carries beside its policy, whatever its status. */
export function securityHeaders({ secure }: Surroundings): Record<string, string> {
  return {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    // Two years, as browsers' preload lists ask; subdomains are not ours to decide.
    ...(secure ? { "Strict-Transport-Security": "max-age=63072000" } : {}),
  };
}

/** Compiled assets, named by their content: the same for everybody. */
export const isAsset = (path: string): boolean =>
  /^\/(?:_next\/static\/|(?:icon\.svg|favicon\.ico)$)/.test(path);

/** Pages, which lead to the sign-in page without a session. Endpoints answer 401 themselves; hidden files do not exist. */
export const needsSession = (path: string): boolean =>
  !isAsset(path) && !/^\/(?:api|v1|_next|sign-in|s)(?:\/|$)|\/\./.test(path);
