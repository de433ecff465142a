import { afterAll, beforeAll, expect, it } from "vitest";
import { restApp } from "@/server/api/rest-app";
import type { Actor } from "@/server/kernel/context";
import { integration } from "@/server/pipelines/backends/integration";
import { webhook } from "@/server/pipelines/backends/webhook";
import { eventually } from "@/server/pipelines/execution/testing";
import { createSecret } from "@/server/pipelines/secrets";
import { action, type Stage, stage } from "@/server/runs/testing";
import { remoteBench, scriptedRemote, webhookAction } from "@/server/runs/testing-remote";
import { cancelRun } from "./cancel";

let s: Stage;
let agents: Record<"one" | "two" | "weak", Actor>;
beforeAll(async () => {
  s = await stage();
  await createSecret(s.as(s.people.admin), { name: "TOKEN", value: "value-of-the-token" });
  const agent = (id: string, role: "admin" | "member"): Actor => ({
    kind: "client",
    id,
    name: id,
    role,
    ownerId: s.people.admin.id,
  });
  agents = { one: agent("one", "admin"), two: agent("two", "admin"), weak: agent("weak", "member") };
});
afterAll(() => s.close());

const bench = () => remoteBench(s, { ...scriptedRemote(), backend: integration });
let count = 0;

/** A run that is offered to the agent of an installation. */
async function offered(installationId: string, identifier = "dispatch") {
  const { id } = await s.submit({
    blueprint: "database",
    action: {
      ...action({ identifier }),
      invocation: {
        type: "INTEGRATION_ACTION",
        installationId,
        integrationActionType: "dispatch_workflow",
        integrationActionExecutionProperties: {
          repo: "shop",
          workflowInputs: { name: "{{ .inputs.name }}", token: "{{ .secrets.TOKEN }}" },
        },
        mapping: { identifier: "{{ .inputs.name }}", properties: {}, relations: {} },
      },
    },
    inputs: { name: `claimed-${++count}` },
  });
  await eventually(async () => (await bench().drive(id)).statusLabel === "Waits for an agent");
  return id;
}

async function ask(who: Actor, method: string, path: string, body: unknown) {
  const app = restApp(async () => ({ ...s.as(who), origin: "API" }));
  const response = await app.request(`/v1${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
const claim = async (who: Actor, installationId: string, over: object = {}) =>
  (await ask(who, "POST", "/actions/runs/claim-pending", { installationId, limit: 10, ...over })).body
    .runs as { id: string; payload: Record<string, unknown>; claimedUntil: string }[];
const ack = (who: Actor, runId: string) => ask(who, "PATCH", "/actions/runs/ack", { runId });
const lapse = (runId: string) =>
  s.database.sql`update run_calls set claimed_until = now() - interval '1 second' where run_id = ${runId}`;

it("is fetched, acknowledged and reported by the agent; what it makes is registered", async () => {
  const id = await offered("hub");
  expect(await claim(agents.one, "elsewhere")).toEqual([]);
  const [run, ...others] = await claim(agents.one, "hub");
  expect(others).toEqual([]);
  expect(run).toMatchObject({
    id,
    status: "IN_PROGRESS",
    pendingExecution: true,
    installationId: "hub",
    action: { identifier: "dispatch" },
    payload: {
      type: "INTEGRATION_ACTION",
      installationId: "hub",
      integrationActionType: "dispatch_workflow",
      integrationActionExecutionProperties: {
        repo: "shop",
        workflowInputs: { name: `claimed-${count}`, token: "value-of-the-token" },
      },
    },
  });
  expect(await claim(agents.two, "hub")).toEqual([]);
  expect(await ack(agents.one, id)).toMatchObject({ status: 200, body: { ackedCount: 1, run: { id } } });
  expect(await s.run(id)).toMatchObject({ status: "applying", statusLabel: "Taken by one" });
  await lapse(id);
  expect(await claim(agents.two, "hub")).toEqual([]);
  expect((await ask(agents.one, "PATCH", `/actions/runs/${id}`, { status: "SUCCESS" })).status).toBe(200);
  await eventually(async () => (await bench().drive(id)).status === "succeeded");
  expect(await s.database.sql`select 1 from entities where identifier = ${`claimed-${count}`}`).toHaveLength(
    1,
  );
  const audited = await s.database
    .sql`select action from audit_log where run_id = ${id} and actor_id = 'one'`;
  expect(audited.map((row) => row.action as string)).toEqual(expect.arrayContaining(["CLAIM", "TAKE"]));
});

it("is another's when it was not acknowledged in time, and then no longer the first one's", async () => {
  const id = await offered("lapsing");
  await claim(agents.one, "lapsing", { visibilityTimeoutMs: 1000 });
  await lapse(id);
  expect(await claim(agents.two, "lapsing")).toMatchObject([{ id }]);
  expect((await ack(agents.one, id)).status).toBe(409);
  expect((await ack(agents.two, id)).status).toBe(200);
  expect((await ack(agents.two, id)).status).toBe(409);
  expect((await ask(agents.two, "PATCH", "/actions/runs/ack", { runIds: [id, "r_none"] })).body).toEqual({
    ok: true,
    ackedCount: 0,
  });
});

it("is given to one of many that ask at once, the oldest first and no more than are wanted", async () => {
  const ids = [await offered("crowd"), await offered("crowd"), await offered("crowd", "left-alone")];
  const asked = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      claim(index % 2 ? agents.one : agents.two, "crowd", { limit: 1, exclude: ["left-alone"] }),
    ),
  );
  expect(
    asked
      .flat()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(ids.slice(0, 2).sort());
  expect((await claim(agents.one, "crowd")).map(({ id }) => id)).toEqual([ids[2]]);
});

it("is withdrawn by a cancellation before an agent took it, and cannot be taken then", async () => {
  const id = await offered("cancelled");
  await claim(agents.one, "cancelled");
  await cancelRun(s.as(s.people.dev), id, "No longer needed.");
  await bench().drive(id);
  expect(await s.run(id)).toMatchObject({ status: "cancelled", failure: null });
  expect((await ack(agents.one, id)).status).toBe(409);
});

it("says that it may still happen when it is cancelled after an agent took it", async () => {
  const id = await offered("taken");
  await claim(agents.one, "taken");
  await ack(agents.one, id);
  await cancelRun(s.as(s.people.dev), id, "Too late.");
  await bench().drive(id);
  expect(await s.run(id)).toMatchObject({ status: "cancelled", failure: { code: "cancelled" } });
});

it("fails when no agent took it in the time that the action allows", async () => {
  const id = await offered("nobody");
  await s.database
    .sql`update runs set deadline_at = now() - interval '1 second', poll_at = now() where id = ${id}`;
  expect(await claim(agents.one, "nobody")).toEqual([]);
  await bench().drive(id);
  expect(await s.run(id)).toMatchObject({
    status: "failed",
    failure: { message: expect.stringContaining("No agent took it") as string },
  });
});

it("is given to no agent once its payload was altered", async () => {
  const id = await offered("altered");
  await s.database
    .sql`update runs set payload = '{"type":"INTEGRATION_ACTION","installationId":"altered"}' where id = ${id}`;
  expect(await claim(agents.one, "altered")).toEqual([]);
  expect(await s.run(id)).toMatchObject({ status: "failed", failure: { code: "integrity" } });
});

it("is for administrators' clients alone, and for runs that are offered", async () => {
  const id = await offered("guarded");
  for (const who of [agents.weak, s.people.dev])
    expect(
      (await ask(who, "POST", "/actions/runs/claim-pending", { installationId: "guarded" })).status,
    ).toBe(403);
  expect((await ack(agents.weak, id)).status).toBe(403);
  expect((await ack(agents.one, id)).status).toBe(409);
  expect((await ack(agents.one, "r_none")).status).toBe(404);
  expect((await ack(agents.one, (await s.submit()).id)).status).toBe(404);
  for (const body of [
    {},
    { installationId: "x", limit: 0 },
    { installationId: "x", invocationMethod: "SMTP" },
  ])
    expect((await ask(agents.one, "POST", "/actions/runs/claim-pending", body)).status).toBe(422);
});

it("leaves a webhook for agents to them: the portal sends nothing, and any of them may fetch it by its kind", async () => {
  const hooks = remoteBench(s, { ...scriptedRemote(), backend: webhook });
  const { id } = await s.submit({
    blueprint: "database",
    action: webhookAction({}, { url: "http://jenkins.inside/job", agent: true, body: undefined }),
    inputs: { name: "by-agent" },
  });
  await eventually(async () => (await hooks.drive(id)).statusLabel === "Waits for an agent");
  expect(await claim(agents.one, "any")).toEqual([]);
  expect(await claim(agents.one, "any", { invocationMethod: "WEBHOOK" })).toMatchObject([
    {
      id,
      payload: {
        type: "WEBHOOK",
        url: "http://jenkins.inside/job",
        agent: true,
        synchronized: false,
        method: "POST",
        headers: {},
        body: { port_context: { runId: id } },
      },
    },
  ]);
});
