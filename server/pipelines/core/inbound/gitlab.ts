import { createHmac } from "node:crypto";
import { safeEqual, sha256 } from "@/server/kernel/secrets";
import { gitlabStanding } from "../vendor-status";
import { type Delivery, type InboundVendor, objectIn, textIn, timeIn, TOLERANCE_SECONDS } from "./message";

/**
 * GitLab: a token in a header, compared in constant time; or, where a signing token is set, a signature after Standard Webhooks
 * over id, time and body. A secret that is a signing token is never taken as a plain one.
 */
export const gitlabInbound: InboundVendor = {
  isGenuine(delivery, secrets, now) {
    if (delivery.headers["webhook-signature"] !== undefined) return isSigned(delivery, secrets, now);
    const given = delivery.headers["x-gitlab-token"] ?? "";
    return secrets.some((secret) => !secret.startsWith("whsec_") && safeEqual(given, secret));
  },

  deliveryId({ headers, body }) {
    const named = headers["webhook-id"] ?? headers["idempotency-key"];
    if (named !== undefined && /^[\w.:-]{8,200}$/.test(named)) return named;
    // Several hooks share the id of one event, and a body is the same when it is sent again.
    const event = headers["x-gitlab-event-uuid"];
    return `${event !== undefined && /^[\w-]{8,100}$/.test(event) ? `${event}:` : ""}${sha256(body)}`;
  },

  read({ body }) {
    const content = objectIn(JSON.parse(body.toString("utf8")));
    if (content.object_kind !== "pipeline") return null;
    const pipeline = objectIn(content.object_attributes);
    const project = objectIn(content.project);
    const externalId = textIn(pipeline.id);
    const place = textIn(project.path_with_namespace);
    if (externalId === null || place === null) return null;
    const page = textIn(project.web_url);
    const link = textIn(pipeline.url) ?? (page === null ? null : `${page}/-/pipelines/${externalId}`);
    return {
      kind: "GITLAB",
      externalId,
      callId: variable(pipeline.variables, "WAYMARK_CALL_ID"),
      runId: null,
      place,
      news: { externalId, ...(link === null ? {} : { links: [link] }), ...gitlabStanding(pipeline.status) },
      at: timeIn(pipeline.finished_at),
    };
  },
};

function isSigned({ headers, body }: Delivery, secrets: readonly string[], now: number): boolean {
  const id = headers["webhook-id"] ?? "";
  const seconds = Number(headers["webhook-timestamp"]);
  if (!id || !Number.isInteger(seconds) || Math.abs(now - seconds) > TOLERANCE_SECONDS) return false;
  const given = (headers["webhook-signature"] ?? "").split(" ");
  return secrets.some((secret) => {
    const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret);
    const expected = `v1,${createHmac("sha256", key).update(`${id}.${seconds}.`).update(body).digest("base64")}`;
    return given.some((one) => safeEqual(one, expected));
  });
}

function variable(variables: unknown, name: string): string | null {
  if (!Array.isArray(variables)) return null;
  return textIn(variables.map(objectIn).find(({ key }) => key === name)?.value);
}
