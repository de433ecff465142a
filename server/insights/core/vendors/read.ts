import { bodyText } from "@/server/pipelines/core/inbound/github";
import { type Delivery, objectIn } from "@/server/pipelines/core/inbound/message";
import type { InboundBackend } from "@/server/pipelines/core/inbound/vendors";
import { readAlertmanager, readArgocd, readOpsgenie, readPagerduty } from "./alerts";
import { readOcsf, readSecurityHub, readSnyk } from "./findings";
import { readGithub } from "./github";
import { readGitlab } from "./gitlab";
import type { Told } from "./told";

type Read = (body: Record<string, unknown>, event: string | undefined) => Told;

const READERS: Record<InboundBackend, Read> = {
  github: (body, event) => readGithub(event, body),
  gitlab: readGitlab,
  alertmanager: readAlertmanager,
  pagerduty: readPagerduty,
  opsgenie: readOpsgenie,
  argocd: readArgocd,
  snyk: readSnyk,
  securityhub: readSecurityHub,
  ocsf: readOcsf,
};

/** What a delivery says that figures are computed from. Throws SyntaxError for what is no JSON. */
export function readDelivery(backend: InboundBackend, delivery: Delivery): Told {
  const parsed: unknown = JSON.parse(bodyText(delivery));
  const body = Array.isArray(parsed) ? { findings: parsed } : objectIn(parsed);
  return READERS[backend](body, delivery.headers["x-github-event"]);
}
