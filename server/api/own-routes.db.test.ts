import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { automationFirings } from "@/db/schema/automations";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createAction } from "@/server/actions/service/definitions";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { type Actor, systemContext } from "@/server/kernel/context";
import { fakeGitHub, GITHUB_TOKEN } from "@/server/pipelines/backends/testing-github";
import { restApp } from "./rest-app";

/** Routes beside the published ones: of quotas, connections and automations. */

let database: TestDatabase;
const person = (role: "admin" | "member"): Actor => ({
  kind: "user",
  id: "5f0d7a0e-2f37-4f53-9f0e-7b3f1d2c9a01",
  email: `${role}@example.com`,
  name: role,
  role,
  memberships: [],
});
const [admin, member] = [person("admin"), person("member")];

beforeAll(async () => {
  Object.assign(process.env, {
    WAYMARK_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    WAYMARK_EGRESS_ALLOW: "127.0.0.0/8",
  });
  database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
  const ctx = systemContext(database.db, "test", "t");
  await createBlueprint(ctx, {
    identifier: "service",
    title: "Service",
    schema: { properties: {}, required: [] },
    relations: {},
  });
  await createAction(ctx, {
    identifier: "listens",
    trigger: { type: "automation", event: { type: "ENTITY_CREATED", blueprintIdentifier: "service" } },
    invocationMethod: { type: "WEBHOOK", url: "https://hooks.example" },
    publish: true,
  });
});
afterAll(() => database.close());

async function ask(actor: Actor, method: string, path: string, body?: unknown) {
  const app = restApp(async () => ({ actor, origin: "API", requestId: "t", db: database.db }));
  const response = await app.request(`/v1${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: response.status, body: await response.json() };
}

it("keeps quotas, of which anybody may know and that administrators set", async () => {
  const input = { title: "Two services each", blueprint: "service", per: "user", most: 2 };
  const made = await ask(admin, "POST", "/quotas", input);
  expect([made.status, made.body.quota]).toMatchObject([201, { ...input, subject: null }]);
  const at = `/quotas/${made.body.quota.id as string}`;
  expect((await ask(admin, "POST", "/quotas", input)).status).toBe(409);
  expect((await ask(admin, "POST", "/quotas", { ...input, most: -1 })).status).toBe(422);
  expect((await ask(member, "POST", "/quotas", input)).status).toBe(403);
  expect((await ask(admin, "PUT", at, { title: "Three", most: 3 })).body.quota.most).toBe(3);
  expect((await ask(member, "GET", "/quotas")).body.quotas).toMatchObject([{ title: "Three", most: 3 }]);
  expect((await ask(member, "DELETE", at)).status).toBe(403);
  expect((await ask(admin, "DELETE", at)).status).toBe(200);
  expect((await ask(admin, "DELETE", at)).status).toBe(404);
  expect((await ask({ kind: "anonymous" }, "GET", "/quotas")).status).toBe(401);
});

it("keeps connections, tests them, and never gives a credential out", async () => {
  const hub = await fakeGitHub();
  const save = (over: object = {}) =>
    ask(admin, "PUT", "/connections/hub", {
      title: "Hub",
      kind: "github",
      settings: { url: hub.url },
      variables: { TOKEN: GITHUB_TOKEN },
      ...over,
    });
  const saved = await save();
  expect([saved.status, saved.body.connection]).toMatchObject([
    200,
    { identifier: "hub", kind: "github", variableNames: ["TOKEN"] },
  ]);
  const test = await ask(admin, "POST", "/connections/hub/test");
  expect([test.status, test.body.test.ok]).toEqual([200, true]);
  const list = await ask(admin, "GET", "/connections");
  expect(JSON.stringify([saved.body, test.body, list.body])).not.toContain(GITHUB_TOKEN);
  expect((await save({ variables: {} })).body.details.issues[0].path).toEqual(["variables", "TOKEN"]);
  for (const [method, path] of [
    ["GET", "/connections"],
    ["PUT", "/connections/hub"],
    ["POST", "/connections/hub/test"],
    ["DELETE", "/connections/hub"],
  ] as const)
    expect((await ask(member, method, path, method === "GET" ? undefined : {})).status).toBe(403);
  expect((await ask(admin, "POST", "/connections/none/test")).status).toBe(404);
  expect((await ask(admin, "DELETE", "/connections/hub")).status).toBe(200);
  expect((await ask(admin, "GET", "/connections")).body.connections).toEqual([]);
  await hub.close();
});

it("tells administrators what became of the events that automations listen to", async () => {
  const [action] = await database.sql`select id from actions where identifier = 'listens'`;
  const actionId = action!.id as string;
  await database.db.insert(automationFirings).values(
    (["fired", "refused"] as const).map((outcome) => ({
      actionId,
      automation: "listens",
      eventKey: outcome,
      event: "ENTITY_CREATED",
      source: { kind: "schedule" as const, slot: "2026-01-01T00:00:00.000Z" },
      outcome,
    })),
  );
  const of = async (query: string) =>
    ((await ask(admin, "GET", `/automation-firings?${query}`)).body.firings as { outcome: string }[]).map(
      (one) => one.outcome,
    );
  expect((await of("automation=listens")).sort()).toEqual(["fired", "refused"]);
  expect(await of("outcome=fired&limit=1")).toEqual(["fired"]);
  expect((await of("outcome=fired&outcome=refused")).length).toBe(2);
  expect((await ask(admin, "GET", "/automation-firings?automation=none")).status).toBe(404);
  expect((await ask(admin, "GET", "/automation-firings?outcome=maybe")).status).toBe(422);
  expect((await ask(admin, "GET", "/automation-activity")).body.activity).toMatchObject([
    { actionId, fired: 1, failed: 1 },
  ]);
  for (const path of ["/automation-firings", "/automation-activity"])
    expect((await ask(member, "GET", path)).status).toBe(403);
  expect((await ask(admin, "POST", "/automation-runs/r_none/rerun")).status).toBe(404);
});
