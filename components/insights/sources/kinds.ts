import type { FeedKind } from "@/server/insights/core/records";

/** What the kinds of events are called, and an example of each that can be sent as it is. */
export const KINDS: Readonly<Record<FeedKind, { label: string; example: object }>> = {
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
  people: {
    label: "People",
    example: {
      externalId: "ada@example.com",
      aliases: ["ada-l"],
      isDeveloper: true,
      fte: 0.8,
      hiredOn: "2026-01-15",
    },
  },
  teams: {
    label: "Teams",
    example: { team: "payments", parent: "commerce", onboardedAt: "2026-01-05T08:00:00Z" },
  },
  memberships: {
    label: "Memberships",
    example: {
      externalId: "hr-77",
      person: "ada@example.com",
      team: "payments",
      startsAt: "2026-01-15T00:00:00Z",
    },
  },
  owners: {
    label: "Owners of services",
    example: {
      externalId: "own-12",
      service: "shop",
      team: "payments",
      startsAt: "2025-06-01T00:00:00Z",
      endsAt: "2026-02-01T00:00:00Z",
    },
  },
  maintenance: {
    label: "Maintenance windows",
    example: {
      externalId: "mw-4",
      component: "portal",
      startsAt: "2026-03-07T22:00:00Z",
      endsAt: "2026-03-08T02:00:00Z",
      reason: "Database upgrade",
    },
  },
  "time-entries": {
    label: "Time entries",
    example: { team: "payments", week: "2026-03-02", category: "new", share: 0.55, fte: 6.5 },
  },
  "tool-uses": {
    label: "Uses of tools",
    example: { person: "ada@example.com", tool: "jenkins", day: "2026-03-02" },
  },
};

export const KIND_OPTIONS = Object.entries(KINDS).map(([value, { label }]) => ({
  value: value as FeedKind,
  label,
}));
