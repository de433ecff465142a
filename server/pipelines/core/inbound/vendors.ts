import { githubInbound } from "./github";
import { gitlabInbound } from "./gitlab";
import type { InboundVendor } from "./message";
import { pagerdutyInbound, snykInbound, tokenInbound } from "./others";

/** Vendors that send deliveries, by the last step of the address that they send them to. */
export const INBOUND = {
  github: { label: "GitHub", event: "Workflow runs", vendor: githubInbound },
  gitlab: { label: "GitLab", event: "Pipeline events", vendor: gitlabInbound },
  alertmanager: { label: "Alertmanager", event: "Alerts", vendor: tokenInbound },
  pagerduty: { label: "PagerDuty", event: "Incidents", vendor: pagerdutyInbound },
  opsgenie: { label: "Opsgenie", event: "Alerts", vendor: tokenInbound },
  argocd: { label: "Argo CD", event: "Applications", vendor: tokenInbound },
  snyk: { label: "Snyk", event: "Issues", vendor: snykInbound },
  securityhub: { label: "Security Hub", event: "Findings", vendor: tokenInbound },
  ocsf: { label: "OCSF", event: "Findings", vendor: tokenInbound },
} as const satisfies Record<string, { label: string; event: string; vendor: InboundVendor }>;

export type InboundBackend = keyof typeof INBOUND;
export const INBOUND_BACKENDS = Object.keys(INBOUND) as [InboundBackend, ...InboundBackend[]];
export const isInbound = (name: string): name is InboundBackend => Object.hasOwn(INBOUND, name);
