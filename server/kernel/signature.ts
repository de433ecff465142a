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

/**
 * The same after Standard Webhooks: HMAC-SHA256 over the id, the time and the body. `id` is equal in every attempt, so that a
 * receiver can tell one that it has had. A secret that begins with `whsec_` holds its key in base64.
 */
export function standardWebhookHeaders(
  secret: string | undefined,
  id: string,
  body: string,
  seconds: number,
): Record<string, string> {
  const named = { "webhook-id": id, "webhook-timestamp": String(seconds) };
  if (!secret) return named;
  return { ...named, "webhook-signature": `v1,${standardSignature(secret, id, body, seconds)}` };
}

/** The signature itself, in base64. */
export function standardSignature(
  secret: string,
  id: string,
  body: string | Uint8Array,
  seconds: number,
): string {
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret);
  return createHmac("sha256", key).update(`${id}.${seconds}.`).update(body).digest("base64");
}
