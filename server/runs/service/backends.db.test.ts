import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decide } from "@/server/approvals/service/decide";
import { systemContext } from "@/server/kernel/context";
import { newId } from "@/server/kernel/ids";
import { transaction } from "@/server/kernel/transaction";
import { remoteBackends } from "@/server/pipelines/backends/remote-registry";
import { testTools } from "@/server/pipelines/backends/testing-call";
import { type FakeGit, fakeGit, GIT_PASSWORD } from "@/server/pipelines/backends/testing-git";
import { type FakeGitHub, fakeGitHub, GITHUB_TOKEN } from "@/server/pipelines/backends/testing-github";
import { type FakeGitLab, fakeGitLab, GITLAB_TOKEN } from "@/server/pipelines/backends/testing-gitlab";
import { type FakeServer, fakeServer } from "@/server/pipelines/backends/testing-server";
import { eventually } from "@/server/pipelines/execution/testing";
import type { ConnectionInput, RemoteInvocation, RemoteKind } from "@/server/pipelines/schema";
import { upsertConnection } from "@/server/pipelines/service";
import { action, LEADS, type Stage, stage } from "@/server/runs/testing";
import { QUICK } from "@/server/runs/testing-engine";
import { advance } from "./advance";
import { onApprovalDecided } from "./decided";
import { createEngine } from "./engine";

/** The real backends, driven by the real engine, against fakes of whom they call. */

let s: Stage;
let receiver: FakeServer;
let hub: FakeGitHub;
let lab: FakeGitLab;
let git: FakeGit;
let templates: string;
const stopping = new AbortController();

beforeAll(async () => {
  process.env.WAYMARK_EGRESS_ALLOW = "127.0.0.0/8";
  templates = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-templates-"));
  process.env.WAYMARK_TEMPLATES_DIR = templates;
  fs.mkdirSync(path.join(templates, "plain", "skeleton"), { recursive: true });
  writeSkeleton("# {{ .name }}\n");
  s = await stage();
  [receiver, hub, lab, git] = [
    await fakeServer(() => ({ status: 200, body: { host: "db.example" } })),
    await fakeGitHub(),
    await fakeGitLab(),
    await fakeGit(),
  ];
  const save = (identifier: string, over: Partial<ConnectionInput>) =>
    upsertConnection(s.as(s.people.admin), { identifier, title: identifier, variables: {}, ...over });
  await save("hub", { kind: "github", settings: { url: hub.url }, variables: { TOKEN: GITHUB_TOKEN } });
  await save("lab", { kind: "gitlab", settings: { url: lab.url }, variables: { TOKEN: GITLAB_TOKEN } });
  await save("git", { kind: "git", settings: { url: git.url }, variables: { PASSWORD: GIT_PASSWORD } });
  await save("wrong", {
    kind: "github",
    settings: { url: hub.url },
    variables: { TOKEN: "ghp_wrong-CANARY-0001" },
  });
});
afterAll(async () => {
  await Promise.all([receiver, hub, lab, git].map((fake) => fake.close()));
  await s.close();
  fs.rmSync(templates, { recursive: true });
});

const writeSkeleton = (text: string) =>
  fs.writeFileSync(path.join(templates, "plain", "skeleton", "README.md"), text);

async function drive(runId: string) {
  const engine = {
    ...createEngine(`w_${newId()}`, stopping.signal, QUICK),
    remote: (kind: RemoteKind) => remoteBackends[kind],
    tools: testTools(),
  };
  await advance(systemContext(s.database.db, "Waymark", newId()), engine, runId);
  return s.run(runId);
}

/** Drives the run until it has come so far. */
const reaches = (runId: string, ...statuses: string[]) =>
  eventually(async () => {
    const run = await drive(runId);
    if (statuses.includes(run.status)) return run;
    if (run.endedAt) throw new Error(`It ended as ${run.status}: ${JSON.stringify(run.failure)}`);
    return null;
  });

/** What the other side is asked how it stands now, not in two minutes. */
const askNow = (runId: string) => s.database.sql`update runs set poll_at = now() where id = ${runId}`;

let count = 0;
const MAPPING = {
  identifier: "{{ .inputs.name }}",
  title: "{{ .inputs.name }}",
  properties: {},
  relations: {},
};

async function requested(invocation: RemoteInvocation): Promise<string> {
  const { id } = await s.submit({
    blueprint: "database",
    action: { ...action({ requiredApproval: true }), invocation },
    inputs: { name: `thing-${++count}` },
    rule: LEADS,
  });
  await reaches(id, "awaiting_approval");
  return id;
}

async function decided(runId: string, status: "APPROVE" | "DECLINE"): Promise<void> {
  await decide(s.as(s.people.lead), runId, { status, description: "Decided." });
  await transaction(systemContext(s.database.db, "Waymark", newId()), (tx) =>
    onApprovalDecided(tx, {
      requestId: "",
      runId,
      status: status === "APPROVE" ? "approved" : "declined",
      by: "Lea",
    }),
  );
}

const commits = () =>
  git.git("acme/shop", "branch", "--list").trim()
    ? Number(git.git("acme/shop", "rev-list", "--count", "main"))
    : 0;

/** Each backend with the number of times that the outside world felt it, and how it is told to end. */
const CASES: [string, () => RemoteInvocation, () => number, ((id: string) => void) | null][] = [
  [
    "WEBHOOK",
    () => ({ type: "WEBHOOK", url: receiver.url, synchronized: true, mapping: MAPPING }),
    () => receiver.seen.length,
    null,
  ],
  [
    "GITHUB",
    () => ({
      type: "GITHUB",
      org: "acme",
      repo: "shop",
      workflow: "deploy.yml",
      connection: "hub",
      workflowInputs: { run_id: "{{ .run.id }}" },
      mapping: MAPPING,
    }),
    () => hub.runs.length,
    (id) => hub.finish(Number(id), "success"),
  ],
  [
    "GITLAB",
    () => ({ type: "GITLAB", groupName: "acme", projectName: "shop", mapping: MAPPING }),
    () => lab.pipelines.length,
    (id) => lab.finish(Number(id), "success"),
  ],
  [
    "GITOPS",
    () => ({
      type: "GITOPS",
      repository: `${git.url}/acme/shop`,
      template: "plain",
      values: { name: "{{ .inputs.name }}" },
      mapping: MAPPING,
    }),
    commits,
    null,
  ],
];

describe.each(CASES)("an action of the backend %s", (_kind, invocation, effects, finish) => {
  beforeAll(() => void git.make("acme/shop"));

  it("is called once it is approved, once, and registers what came of it", async () => {
    const before = effects();
    const id = await requested(invocation());
    expect(effects()).toBe(before);
    await decided(id, "APPROVE");
    if (finish) {
      const run = await reaches(id, "applying");
      expect(run.externalRunId).not.toBeNull();
      finish(run.externalRunId!);
      await askNow(id);
    }
    const run = await reaches(id, "succeeded");
    expect(run.executedHash).toBe(run.subjectHash);
    expect(effects()).toBe(before + 1);
    const [entity] = await s.database
      .sql`select 1 from entities where identifier = ${run.inputs.name as string}`;
    expect(entity).toBeDefined();
  });

  it("is never called when it is declined", async () => {
    const before = effects();
    const id = await requested(invocation());
    await decided(id, "DECLINE");
    await reaches(id, "declined");
    expect(effects()).toBe(before);
  });
});

it("an entity is written once it is approved", async () => {
  const id = await requested({
    type: "UPSERT_ENTITY",
    blueprintIdentifier: "database",
    mapping: { identifier: "{{ .inputs.name }}", properties: { host: "written.example" } },
  });
  await decided(id, "APPROVE");
  const run = await reaches(id, "succeeded");
  const [entity] = await s.database
    .sql`select properties from entities where identifier = ${run.inputs.name as string}`;
  expect(entity?.properties).toMatchObject({ host: "written.example" });
});

it("a template that changed after the approval is not committed", async () => {
  const before = commits();
  const id = await requested({
    type: "GITOPS",
    repository: `${git.url}/acme/shop`,
    template: "plain",
    values: { name: "x" },
  });
  writeSkeleton("# Another {{ .name }}\n");
  await decided(id, "APPROVE");
  const run = await reaches(id, "failed", "stale");
  expect(run.failure?.message).toContain("another than the one that was approved");
  expect(commits()).toBe(before);
});

it("a wrong credential ends the run with the connection and what was answered, never with the credential", async () => {
  const id = await requested({
    type: "GITHUB",
    org: "acme",
    repo: "shop",
    workflow: "deploy.yml",
    connection: "wrong",
    workflowInputs: { ref: "main" },
  });
  await decided(id, "APPROVE");
  const run = await reaches(id, "failed");
  expect(run.failure?.message).toMatch(/"wrong".*401 \(Bad credentials\)/);
  const everything = await s.database
    .sql`select (select json_agg(r)::text from runs r) as runs, (select json_agg(l)::text from run_logs l) as logs, (select json_agg(a)::text from audit_log a) as audit, (select json_agg(e)::text from run_events e) as events`;
  for (const secret of ["ghp_wrong-CANARY-0001", GITHUB_TOKEN, GITLAB_TOKEN, GIT_PASSWORD])
    expect(JSON.stringify(everything)).not.toContain(secret);
});

it("what has no connection of its kind says so before anybody is asked", async () => {
  const { id } = await s.submit({
    blueprint: "database",
    action: {
      ...action(),
      invocation: { type: "GITHUB", org: "a", repo: "b", workflow: "c.yml", connection: "nowhere" },
    },
    inputs: { name: "missing-connection" },
    rule: LEADS,
  });
  const run = await reaches(id, "failed");
  expect(run.failure?.message).toContain('"nowhere", which does not exist');
});

it("a cancellation stops the workflow, and the run ends when the workflow has", async () => {
  const id = await requested({
    type: "GITHUB",
    org: "acme",
    repo: "shop",
    workflow: "deploy.yml",
    connection: "hub",
    workflowInputs: { run_id: "{{ .run.id }}" },
  });
  await decided(id, "APPROVE");
  const applying = await reaches(id, "applying");
  await s.database.sql`update runs set cancel_requested_at = now() where id = ${id}`;
  await drive(id);
  expect(hub.runs.find((run) => String(run.id) === applying.externalRunId)?.cancelled).toBe(true);
  hub.finish(Number(applying.externalRunId), "cancelled");
  await askNow(id);
  await reaches(id, "cancelled");
});
