import { createHmac } from "node:crypto";

/**
 * Headers by which the receiver of a body can tell that it is ours and new: the published signature, HMAC-SHA256 over the
 * time in seconds, a dot and the body, in base64. None without a secret.
 */
export function signatureHeaders(
  secret: string | undefined,
  body: string,
  seconds: number,
): Record<string, string> {
  if (!secret) return {};
  const signature = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("base64");
  return { "x-port-timestamp": String(seconds), "x-port-signature": `v1,${signature}` };
}
