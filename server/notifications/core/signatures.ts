import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { safeEqual } from "@/server/kernel/secrets";

/** A press that is older, or from the future, is one that somebody kept. */
export const SLACK_WINDOW_SECONDS = 300;

/**
 * Whether Slack sent this body just now: its `v0` signature over the time and the raw body, compared in constant time.
 *
 * @param headers `x-slack-request-timestamp` and `x-slack-signature`, as they came
 */
export function isFromSlack(
  signingSecret: string,
  headers: { timestamp: string | null; signature: string | null },
  rawBody: string,
  nowSeconds: number,
): boolean {
  const { timestamp, signature } = headers;
  if (!timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(nowSeconds - Number(timestamp)) > SLACK_WINDOW_SECONDS) return false;
  const expected = createHmac("sha256", signingSecret).update(`v0:${timestamp}:${rawBody}`).digest("hex");
  return safeEqual(`v0=${expected}`, signature);
}

/** The key of a Standard Webhooks secret: what follows `whsec_` in base64, or the bytes of any other text. */
function keyOf(secret: string): Buffer {
  return secret.startsWith("whsec_")
    ? Buffer.from(secret.slice("whsec_".length), "base64")
    : Buffer.from(secret, "utf8");
}

/** Headers of a message as Standard Webhooks has them; `id` is the same in every attempt. Unsigned without a secret. */
export function standardHeaders(
  secret: string | undefined,
  id: string,
  seconds: number,
  body: string,
): Record<string, string> {
  const headers = { "webhook-id": id, "webhook-timestamp": String(seconds) };
  if (!secret) return headers;
  const signature = createHmac("sha256", keyOf(secret)).update(`${id}.${seconds}.${body}`).digest("base64");
  return { ...headers, "webhook-signature": `v1,${signature}` };
}
