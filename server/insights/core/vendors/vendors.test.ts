import { describe, expect, it } from "vitest";
import { readWord, type WordKind } from "../words";
import { INBOUND_BACKENDS, type InboundBackend } from "@/server/pipelines/core/inbound/vendors";
import { readDelivery } from "./read";

const NOW = new Date("2026-06-01T00:00:00Z");
const sha = (digit: string) => digit.repeat(40);

/** What a delivery says, each event as it passes the schema of its kind. */
function read(backend: InboundBackend, body: unknown, headers: Record<string, string> = {}) {
  const { events, commits } = readDelivery(backend, { headers, body: Buffer.from(JSON.stringify(body)) });
  const words = events.map(({ kind, event }) => {
    const word = readWord(kind as WordKind, event, NOW, backend);
    if (!word.ok) throw new Error(JSON.stringify(word.issues));
    const { externalId, service, person, word: said } = word.value;
    return { kind, externalId, service, person, at: said.at, ...said.facts };
  });
  return { words, commits };
}
const github = (event: string, body: object) =>
  read("github", { repository: { full_name: "acme/shop" }, ...body }, { "x-github-event": event });

describe("GitHub", () => {
  const pull = {
    number: 7,
    title: 'Revert "Faster checkout"',
    body: "Reverts acme/shop#6",
    user: { login: "ada", type: "User" },
    created_at: "2026-03-01T10:00:00Z",
    updated_at: "2026-03-02T10:00:01Z",
    closed_at: "2026-03-02T10:00:00Z",
    merged_at: "2026-03-02T10:00:00Z",
    merge_commit_sha: sha("a"),
    head: { ref: "hotfix/checkout", sha: sha("b") },
    base: { ref: "main" },
    labels: [{ name: "bug" }],
  };

  it("tells of pull requests, and of a merge commit only once there is one", () => {
    const { words } = github("pull_request", { action: "closed", pull_request: pull });
    expect(words).toMatchObject([
      {
        kind: "changes",
        externalId: "acme/shop#7",
        person: "ada",
        at: "2026-03-02T10:00:01.000Z",
        mergedAt: "2026-03-02T10:00:00.000Z",
        mergeSha: sha("a"),
        headBranch: "hotfix/checkout",
        revertsExternalId: "acme/shop#6",
        labels: ["bug"],
      },
    ]);
    const open = { ...pull, merged_at: null, closed_at: null };
    expect(github("pull_request", { pull_request: open }).words[0]).not.toHaveProperty("mergeSha");
  });

  it("may cut a title in the middle of a character", () => {
    const { words } = github("pull_request", {
      action: "opened",
      pull_request: { ...pull, title: `${"x".repeat(499)}\u{1f600}` },
    });
    expect(words).toMatchObject([{ title: "x".repeat(499) }]);
  });

  it("tells of reviews by others, so that the first of them counts", () => {
    const review = { submitted_at: "2026-03-01T12:00:00Z", user: { login: "max" } };
    expect(github("pull_request_review", { pull_request: pull, review }).words).toMatchObject([
      {
        externalId: "acme/shop#7",
        firstReviewAt: "2026-03-01T12:00:00.000Z",
        at: "1970-01-01T00:00:00.000Z",
      },
    ]);
    const own = { ...review, user: { login: "ada" } };
    expect(github("pull_request_review", { pull_request: pull, review: own }).words).toEqual([]);
  });

  it("tells of deployments by their statuses", () => {
    const status = (state: string) =>
      github("deployment_status", {
        deployment: { id: 5, sha: sha("c"), environment: "production", created_at: "2026-03-02T11:00:00Z" },
        deployment_status: { state, created_at: "2026-03-02T11:05:00Z" },
      }).words;
    expect(status("success")).toMatchObject([
      { externalId: "5", service: "acme/shop", status: "success", finishedAt: "2026-03-02T11:05:00.000Z" },
    ]);
    expect(status("in_progress")[0]).not.toHaveProperty("finishedAt");
    expect(status("error")).toMatchObject([{ status: "failure" }]);
    expect(status("inactive")).toEqual([]);
  });

  it("tells of commits in the order of a push", () => {
    const commits = [
      { id: sha("1"), timestamp: "2026-03-02T10:00:00+01:00" },
      { id: sha("2"), timestamp: "2026-03-02T10:01:00+01:00" },
    ];
    const push = { ref: "refs/heads/main", before: sha("9"), commits };
    expect(github("push", push).commits).toEqual([
      {
        repository: "acme/shop",
        sha: sha("1"),
        parents: [sha("9")],
        committedAt: "2026-03-02T09:00:00.000Z",
        branch: null,
      },
      {
        repository: "acme/shop",
        sha: sha("2"),
        parents: [sha("1")],
        committedAt: "2026-03-02T09:01:00.000Z",
        branch: null,
      },
    ]);
    expect(github("push", { ...push, forced: true }).commits[0]!.parents).toEqual([]);
    expect(github("push", { ...push, ref: "refs/tags/v1" }).commits).toEqual([]);
  });

  it("tells of Dependabot's alerts", () => {
    const alert = {
      number: 3,
      state: "fixed",
      dependency: { package: { name: "semver" }, manifest_path: "package-lock.json" },
      security_advisory: { cve_id: "CVE-2026-1", summary: "Slow", severity: "high" },
      security_vulnerability: { severity: "high" },
      created_at: "2026-02-01T00:00:00Z",
      updated_at: "2026-02-03T00:00:00Z",
      fixed_at: "2026-02-03T00:00:00Z",
    };
    expect(github("dependabot_alert", { alert }).words).toMatchObject([
      { kind: "findings", cve: "CVE-2026-1", component: "semver", status: "fixed", severity: "high" },
    ]);
  });
});

describe("GitLab", () => {
  const project = { path_with_namespace: "acme/pay" };

  it("tells of merge requests and deployments", () => {
    const merge = {
      iid: 4,
      state: "merged",
      action: "merge",
      created_at: "2026-03-01 10:00:00 UTC",
      updated_at: "2026-03-02 10:00:00 UTC",
      merge_commit_sha: sha("d"),
      last_commit: { id: sha("e") },
      source_branch: "feature",
      target_branch: "main",
    };
    expect(
      read("gitlab", { object_kind: "merge_request", project, object_attributes: merge }).words,
    ).toMatchObject([
      {
        externalId: "acme/pay!4",
        mergedAt: "2026-03-02T10:00:00.000Z",
        mergeSha: sha("d"),
        headSha: sha("e"),
      },
    ]);
    const deployment = {
      object_kind: "deployment",
      project,
      deployment_id: 15,
      status: "success",
      status_changed_at: "2026-03-02 12:00:00 +0200",
      environment: "production",
      short_sha: "279484c0",
      commit_url: `https://git.example/acme/pay/-/commit/${sha("f")}`,
    };
    expect(read("gitlab", deployment).words).toMatchObject([
      { externalId: "15", sha: sha("f"), finishedAt: "2026-03-02T10:00:00.000Z", service: "acme/pay" },
    ]);
  });
});

describe("incidents", () => {
  it("come from Alertmanager, open and resolved as one", () => {
    const alert = (status: string, endsAt: string) => ({
      version: "4",
      alerts: [
        {
          status,
          labels: { alertname: "Errors", service: "shop", severity: "critical" },
          annotations: { summary: "Many errors" },
          startsAt: "2026-03-02T12:00:00.5Z",
          endsAt,
          fingerprint: "c1bd1a6ff5b4ba2c",
        },
      ],
    });
    const [open] = read("alertmanager", alert("firing", "0001-01-01T00:00:00Z")).words;
    const [over] = read("alertmanager", alert("resolved", "2026-03-02T12:30:00Z")).words;
    expect(open).not.toHaveProperty("resolvedAt");
    expect(over).toMatchObject({ externalId: open!.externalId, resolvedAt: "2026-03-02T12:30:00.000Z" });
  });

  it("come from PagerDuty and Opsgenie", () => {
    const event = (event_type: string) => ({
      event: {
        event_type,
        occurred_at: "2026-03-02T12:30:00Z",
        data: {
          ...{
            type: "incident",
            id: "PX1",
            title: "Down",
            urgency: "high",
            created_at: "2026-03-02T12:00:00Z",
          },
          service: { summary: "shop" },
        },
      },
    });
    expect(read("pagerduty", event("incident.resolved")).words).toMatchObject([
      {
        externalId: "PX1",
        service: "shop",
        startedAt: "2026-03-02T12:00:00.000Z",
        resolvedAt: "2026-03-02T12:30:00.000Z",
      },
    ]);
    expect(read("pagerduty", event("incident.reopened")).words).toMatchObject([{ resolvedAt: null }]);
    const alert = {
      alertId: "o1",
      message: "Down",
      entity: "shop",
      createdAt: 1772452800000,
      updatedAt: 1772454600000000000,
    };
    expect(read("opsgenie", { action: "Close", alert }).words).toMatchObject([
      { externalId: "o1", startedAt: "2026-03-02T12:00:00.000Z", resolvedAt: "2026-03-02T12:30:00.000Z" },
    ]);
  });
});

it("Argo CD's history is deployments", () => {
  const app = {
    metadata: { name: "shop-prod", labels: { service: "shop", environment: "production" } },
    spec: { source: { repoURL: "https://git.example/acme/shop.git" } },
    status: {
      history: [
        {
          id: 1,
          revision: sha("a"),
          deployStartedAt: "2026-03-02T11:59:00Z",
          deployedAt: "2026-03-02T12:00:00Z",
        },
        { id: 2, revision: "1.4.0", deployedAt: "2026-03-03T12:00:00Z" },
      ],
    },
  };
  expect(read("argocd", { app }).words).toMatchObject([
    { service: "shop", environment: "production", sha: sha("a"), repository: "acme/shop" },
    { version: "1.4.0", finishedAt: "2026-03-03T12:00:00.000Z" },
  ]);
});

it("moments that no calendar has are none", () => {
  expect(read("opsgenie", { action: "Create", alert: { alertId: "a", createdAt: 1e300 } }).words).toEqual([]);
  expect(read("ocsf", [{ finding_info: { uid: "a", modified_time: 1e300 } }]).words).toEqual([]);
});

describe("findings", () => {
  it("come in the formats of Security Hub, OCSF and Snyk", () => {
    const asff = {
      Id: "arn:aws:securityhub:eu-1:1:finding/1",
      Title: "Bucket is public",
      Severity: { Label: "HIGH" },
      Workflow: { Status: "NEW" },
      RecordState: "ACTIVE",
      CreatedAt: "2026-03-01T00:00:00Z",
      UpdatedAt: "2026-03-02T00:00:00Z",
      GeneratorId: "s3.1",
      Resources: [{ Id: "arn:aws:s3:::logs", Tags: { service: "shop" } }],
    };
    expect(read("securityhub", { detail: { findings: [asff] } }).words).toMatchObject([
      { severity: "high", status: "open", service: "shop", resource: "arn:aws:s3:::logs" },
    ]);
    const ocsf = {
      class_uid: 2002,
      severity_id: 5,
      status_id: 4,
      time: Date.parse("2026-03-02T00:00:00Z"),
      finding_info: { uid: "f-1", title: "Old library", created_time: Date.parse("2026-03-01T00:00:00Z") },
      vulnerabilities: [{ cve: { uid: "CVE-2026-2" }, affected_packages: [{ name: "openssl" }] }],
      resources: [{ uid: "i-1" }],
    };
    expect(read("ocsf", [ocsf]).words).toMatchObject([
      { severity: "critical", status: "fixed", cve: "CVE-2026-2", component: "openssl" },
    ]);
    const snyk = {
      id: "a1",
      attributes: {
        title: "Prototype pollution",
        effective_severity_level: "medium",
        status: "open",
        ignored: true,
        created_at: "2026-03-01T00:00:00Z",
        updated_at: "2026-03-02T00:00:00Z",
        problems: [{ id: "SNYK-JS-1" }, { id: "CVE-2026-3" }],
      },
      relationships: { scan_item: { data: { id: "project-1" } } },
    };
    expect(read("snyk", { data: [snyk] }).words).toMatchObject([
      { severity: "medium", status: "suppressed", cve: "CVE-2026-3", resource: "project-1" },
    ]);
  });
});

it.each(INBOUND_BACKENDS)("what %s says of nothing is nothing", (backend) => {
  for (const body of [
    {},
    [],
    null,
    1,
    "x",
    { alerts: {} },
    { event: [] },
    { repository: 1 },
    { data: [null] },
  ])
    for (const event of ["push", "pull_request", "dependabot_alert", "deployment_status"])
      expect(read(backend, body, { "x-github-event": event })).toEqual({ words: [], commits: [] });
});
