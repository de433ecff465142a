import { createHmac } from "node:crypto";
import { safeEqual } from "@/server/kernel/secrets";
import { githubStanding } from "../vendor-status";
import { type Delivery, idsIn, type InboundVendor, objectIn, textIn, timeIn } from "./message";

/** GitHub: HMAC-SHA256 over the raw body. It sends no time, so a delivery that is sent again is told by its id. */
export const githubInbound: InboundVendor = {
  isGenuine({ headers, body }, secrets) {
    const given = headers["x-hub-signature-256"] ?? "";
    if (!/^sha256=[0-9a-f]{64}$/.test(given)) return false;
    return secrets.some((secret) =>
      safeEqual(given, `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`),
    );
  },

  deliveryId: ({ headers }) =>
    /^[0-9A-Za-z-]{8,100}$/.test(headers["x-github-delivery"] ?? "") ? headers["x-github-delivery"]! : null,

  read(delivery) {
    if (delivery.headers["x-github-event"] !== "workflow_run") return null;
    const content = objectIn(JSON.parse(bodyText(delivery)));
    const run = objectIn(content.workflow_run);
    const externalId = textIn(run.id);
    const place = textIn(objectIn(content.repository).full_name);
    if (externalId === null || place === null) return null;
    const link = textIn(run.html_url);
    return {
      kind: "GITHUB",
      externalId,
      ...idsIn(textIn(run.display_title)),
      place,
      news: {
        externalId,
        ...(link === null ? {} : { links: [link] }),
        ...githubStanding(run.status, run.conclusion),
      },
      at: timeIn(run.updated_at),
    };
  },
};

/** A hook may be set up to send a form, with the JSON in one field; what is signed is the form. */
export function bodyText({ headers, body }: Delivery): string {
  const text = body.toString("utf8");
  if (!(headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded")) return text;
  return new URLSearchParams(text).get("payload") ?? "null";
}
