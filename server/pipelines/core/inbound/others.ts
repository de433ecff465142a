import { createHmac } from "node:crypto";
import { safeEqual, sha256 } from "@/server/kernel/secrets";
import type { Delivery, InboundVendor } from "./message";

/** Vendors that tell of no run: what they say is for the figures alone, which read it themselves. */
const about = (isGenuine: (delivery: Delivery, secret: string) => boolean): InboundVendor => ({
  isGenuine: (delivery, secrets) => secrets.some((secret) => isGenuine(delivery, secret)),
  // A body is the same when it is sent again.
  deliveryId: ({ body }) => sha256(body),
  read: () => null,
});

/** They send the secret itself, as a bearer token or after another word of their own. */
export const tokenInbound = about(({ headers }, secret) => {
  const given = (headers.authorization ?? headers["x-api-key"] ?? "").replace(
    /^(bearer|genietoken|apikey) +/i,
    "",
  );
  return given !== "" && safeEqual(given, secret);
});

const hmac = (secret: string, body: Buffer): string =>
  createHmac("sha256", secret).update(body).digest("hex");

/** PagerDuty: HMAC-SHA256 over the raw body; several signatures while a secret is replaced. */
export const pagerdutyInbound = about(({ headers, body }, secret) =>
  (headers["x-pagerduty-signature"] ?? "")
    .split(",")
    .some((given) => safeEqual(given.trim(), `v1=${hmac(secret, body)}`)),
);

/** Snyk: HMAC-SHA256 over the raw body, as GitHub once did. */
export const snykInbound = about(({ headers, body }, secret) =>
  safeEqual(headers["x-hub-signature"] ?? "", `sha256=${hmac(secret, body)}`),
);
