import type { EventKind } from "@/server/insights/schema";

/** What the kinds of events are called, and an example of each that can be sent as it is. */
export const KINDS: Readonly<Record<EventKind, { label: string; example: object }>> = {
  deployments: {
    label: "Deployments",
    example: {
      externalId: "deploy-1042",
      service: "shop",
      environment: "production",
      status: "success",
      startedAt: "2026-03-02T09:58:00Z",
      finishedAt: "2026-03-02T10:04:00Z",
      repository: "acme/shop",
      sha: "9fceb02d0ae598e95dc970b74767f19372d61af8",
    },
  },
  changes: {
    label: "Changes",
    example: {
      externalId: "acme/shop#311",
      repository: "acme/shop",
      author: "ada@example.com",
      firstCommitAt: "2026-03-01T08:00:00Z",
      openedAt: "2026-03-01T09:00:00Z",
      firstReviewAt: "2026-03-01T13:00:00Z",
      mergedAt: "2026-03-02T09:00:00Z",
      mergeSha: "9fceb02d0ae598e95dc970b74767f19372d61af8",
      baseBranch: "main",
    },
  },
  incidents: {
    label: "Incidents",
    example: {
      externalId: "INC-77",
      service: "shop",
      severity: "high",
      startedAt: "2026-03-02T11:00:00Z",
      resolvedAt: "2026-03-02T11:40:00Z",
      deploymentExternalId: "deploy-1042",
    },
  },
  tickets: {
    label: "Tickets",
    example: { externalId: "HELP-12", openedAt: "2026-03-02T08:00:00Z", team: "payments", area: "databases" },
  },
  findings: {
    label: "Findings",
    example: {
      externalId: "scan-9-1",
      service: "shop",
      severity: "high",
      status: "open",
      cve: "CVE-2026-0001",
      component: "openssl",
      firstSeenAt: "2026-03-01T00:00:00Z",
    },
  },
  probes: {
    label: "Probes",
    example: { component: "portal", probe: "eu-1", at: "2026-03-02T10:00:00Z", ok: true },
  },
};

export const KIND_OPTIONS = Object.entries(KINDS).map(([value, { label }]) => ({
  value: value as EventKind,
  label,
}));
