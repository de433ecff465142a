import { afterAll, beforeAll, expect, it } from "vitest";
import { restApp } from "@/server/api/rest-app";
import type { Actor } from "@/server/kernel/context";
import { encrypt } from "@/server/kernel/secrets";
import { eventually } from "@/server/pipelines/execution/testing";
import { action, type Stage, stage } from "./testing";
import { requestPreview } from "./service/speculative/request";

let s: Stage;
let at: string;
const stateOf = (resources: unknown[]) =>
  JSON.stringify({ version: 4, terraform_version: "1.9.0", serial: 1, lineage: "l", outputs: {}, resources });
const THING = {
  mode: "managed",
  type: "scripted",
  name: "thing",
  provider: 'provider["registry.terraform.io/x/scripted"]',
  instances: [{ schema_version: 0, attributes: { id: "t-1", password: "hush" }, sensitive_attributes: [] }],
};

beforeAll(async () => {
  s = await stage();
  s.startSupervisor();
  await s.startWorker();
  const { id } = await s.create("orders");
  const workspaceId = (await s.reaches(id, "succeeded")).workspaceId!;
  at = `/workspaces/${workspaceId}`;
  for (const [version, resources] of [
    [1, []],
    [2, [THING]],
  ] as const) {
    const sealed = encrypt(`state:${workspaceId}`, Buffer.from(stateOf([...resources])));
    await s.database
      .sql`insert into state_versions (workspace_id, version, serial, lineage, md5, sha256, size, sealed, origin)
      values (${workspaceId}, ${version}, ${version}, 'l', 'm', 's', 2, ${sealed}, 'terraform')`;
  }
});
afterAll(() => s.close());

async function ask(who: Actor, method: string, path: string, body?: unknown) {
  const response = await restApp(async () => ({ ...s.as(who), origin: "API" })).request(`/v1${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: response.status, body: await response.json() };
}
const why = { reason: "The runner is gone." };

it("lists and shows workspaces to their teams, and to nobody else", async () => {
  const names = async (who: Actor, query = "") =>
    ((await ask(who, "GET", `/workspaces${query}`)).body.workspaces as { name: string }[]).map(
      ({ name }) => name,
    );
  expect(await names(s.people.dev)).toEqual(["database/orders"]);
  expect(await names(s.people.other)).toEqual([]);
  expect(await names(s.people.admin, "?status=destroyed")).toEqual([]);
  expect(await names(s.people.admin, "?status=active&text=ord&limit=1")).toEqual(["database/orders"]);
  expect((await ask(s.people.dev, "GET", "/workspaces?limit=0")).status).toBe(422);
  expect((await ask(s.people.dev, "GET", at)).body.workspace).toMatchObject({
    name: "database/orders",
    team: "payments",
    lock: null,
    state: { version: 2 },
    runs: [{ state: "succeeded" }],
  });
  for (const path of [at, `${at}/versions`, `${at}/resources`, `${at}/drift`, `${at}/versions/2/changes`])
    expect((await ask(s.people.other, "GET", path)).status).toBe(404);
  expect((await ask(s.people.dev, "GET", "/workspaces/none")).status).toBe(422);
});

it("shows versions of a state and what they changed, without a secret; the state itself to administrators", async () => {
  const { versions } = (await ask(s.people.dev, "GET", `${at}/versions`)).body;
  expect(versions.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
  const changes = await ask(s.people.dev, "GET", `${at}/versions/2/changes?from=1`);
  expect(changes.body.changes).toMatchObject({ counts: { create: 1 }, resources: [{ type: "scripted" }] });
  const resources = await ask(s.people.dev, "GET", `${at}/resources`);
  expect(resources.body.resources).toMatchObject([{ name: "thing" }]);
  expect(JSON.stringify([changes.body, resources.body])).not.toContain("hush");
  expect((await ask(s.people.dev, "POST", `${at}/versions/2/download`)).status).toBe(403);
  expect((await ask(s.people.admin, "POST", `${at}/versions/2/download`)).body.state).toContain("hush");
  expect((await ask(s.people.admin, "POST", `${at}/versions/9/download`)).status).toBe(404);
});

it("restores a version as a new one, and takes away a lock whose run is over, with a reason", async () => {
  expect((await ask(s.people.dev, "POST", `${at}/versions/1/restore`, why)).status).toBe(403);
  expect((await ask(s.people.admin, "POST", `${at}/versions/1/restore`, { reason: " " })).status).toBe(422);
  expect((await ask(s.people.admin, "POST", `${at}/versions/1/restore`, why)).status).toBe(200);
  expect((await ask(s.people.dev, "GET", at)).body.workspace.state.version).toBe(3);
  expect((await ask(s.people.admin, "POST", `${at}/unlock`, why)).status).toBe(412);
  await s.database.sql`update workspaces set lock_id = 'l-1', locked_at = now()`;
  expect((await ask(s.people.dev, "GET", at)).body.workspace.lock).toMatchObject({ id: "l-1", alive: false });
  expect((await ask(s.people.dev, "POST", `${at}/unlock`, why)).status).toBe(403);
  expect((await ask(s.people.admin, "POST", `${at}/unlock`, why)).status).toBe(200);
});

it("looks for drift, says what it found, and has it accepted by who answers for it", async () => {
  s.script({ plan: "printf plan > plan.bin; printf thing.a > drift" }, "drift");
  const asked = await ask(s.people.dev, "POST", `${at}/drift/checks`);
  expect([asked.status, asked.body.planId]).toEqual([202, expect.any(String)]);
  const drift = await eventually(async () => {
    const { body } = await ask(s.people.dev, "GET", `${at}/drift`);
    return body.drift.checking ? null : body.drift;
  });
  expect(drift).toMatchObject({
    status: "drifted",
    accepted: null,
    plan: { resources: [{ address: "thing.a" }] },
    checks: [{ by: "dev", status: "succeeded" }],
  });
  expect((await ask(s.people.dev, "POST", `${at}/drift/accept`, why)).status).toBe(403);
  expect((await ask(s.people.lead, "POST", `${at}/drift/accept`, why)).status).toBe(200);
  expect((await ask(s.people.lead, "POST", `${at}/drift/accept`, { reason: "" })).status).toBe(422);
  expect((await ask(s.people.dev, "GET", `${at}/drift`)).body.drift.accepted).toMatchObject(why);
  expect((await ask(s.people.lead, "PUT", `${at}/drift/interval`, { minutes: 3 })).status).toBe(422);
  expect((await ask(s.people.lead, "PUT", `${at}/drift/interval`, { minutes: 60 })).status).toBe(200);
  expect(
    (await ask(s.people.dev, "PUT", "/drift-settings", { intervalMinutes: 5, concurrency: 1 })).status,
  ).toBe(403);
  const set = await ask(s.people.admin, "PUT", "/drift-settings", { intervalMinutes: 0, concurrency: 3 });
  expect([set.status, set.body.settings]).toEqual([200, { intervalMinutes: 0, concurrency: 3 }]);
  expect((await ask(s.people.dev, "GET", "/drift-settings")).body.settings.concurrency).toBe(3);
});

it("shows a preview to who asked for it, and stops it", async () => {
  const { planId } = await requestPreview(s.as(s.people.dev), {
    action: action(),
    blueprint: "database",
    inputs: { name: "previewed" },
    secrets: {},
    target: null,
    team: "payments",
    environment: null,
  });
  const plan = await eventually(async () => {
    const { body } = await ask(s.people.dev, "GET", `/plans/${planId}`);
    return body.plan.endedAt ? body.plan : null;
  });
  expect(plan).toMatchObject({ status: "succeeded", plan: { counts: { create: 1 } }, failure: null });
  expect((await ask(s.people.other, "GET", `/plans/${planId}`)).status).toBe(404);
  expect((await ask(s.people.other, "POST", `/plans/${planId}/cancel`)).status).toBe(404);
  expect((await ask(s.people.dev, "POST", `/plans/${planId}/cancel`)).status).toBe(200);
  expect((await ask(s.people.dev, "GET", `/plans/${planId}`)).body.plan.status).toBe("succeeded");
});

it("cancels a run for who requested it, and says what was acknowledged of one that was interrupted", async () => {
  const { id } = await s.submit({ inputs: { name: "cancelled" } });
  const run = `/actions/runs/${id}`;
  expect((await ask(s.people.other, "POST", `${run}/cancel`, {})).status).toBe(404);
  const cancelled = await ask(s.people.dev, "POST", `${run}/cancel`, { reason: "Changed my mind." });
  expect([cancelled.status, cancelled.body.run.id]).toEqual([200, id]);
  await eventually(async () => (await s.run(id)).endedAt);
  expect((await ask(s.people.dev, "POST", `${run}/cancel`, {})).status).toBe(409);
  expect((await ask(s.people.admin, "POST", `${run}/acknowledge`, {})).status).toBe(422);
  expect((await ask(s.people.admin, "POST", `${run}/acknowledge`, why)).status).toBe(409);
  expect((await ask(s.people.admin, "POST", `${run}/complete`, { done: true })).status).toBe(412);
});
