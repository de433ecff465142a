/**
 * Names of the cookies. Over https they carry the __Host- prefix: the browser then takes them only from this very host,
 * with Secure, for every path and with no Domain.
 */
export function cookieNames(secure: boolean) {
  const prefix = secure ? "__Host-" : "";
  return {
    session: `${prefix}waymark.session`,
    csrf: `${prefix}waymark.csrf`,
    callbackUrl: `${prefix}waymark.callback`,
    pkce: `${prefix}waymark.pkce`,
    state: `${prefix}waymark.state`,
    nonce: `${prefix}waymark.nonce`,
  };
}

/** One cookie of a Cookie header; the first wins, as for the browser the most specific comes first. */
export function cookieOf(header: string | null, name: string): string | null {
  for (const part of header?.split(";") ?? []) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}
