import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createUser } from "@/server/identity/service/people";
import { type Actor, systemContext } from "@/server/kernel/context";
import { newId } from "@/server/kernel/ids";
import { executeAction } from "./service/execute";
import { listActions } from "./service/form";

let database: TestDatabase;
let admin: Actor, member: Actor;
const context = (actor: Actor) => ({ actor, origin: "API" as const, requestId: newId(), db: database.db });

beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  database = await createTestDatabase();
  const system = systemContext(database.db, "test", "t");
  const person = async (name: string, role: "admin" | "member"): Promise<Actor> => {
    const { id, email } = await createUser(system, { email: `${name}@example.com`, name, role });
    return { kind: "user", id, email, name, role, memberships: [] };
  };
  admin = await person("ada", "admin");
  member = await person("max", "member");
  for (const identifier of ["service", "database"])
    await createBlueprint(system, { identifier, title: identifier, schema: { properties: {} } });
});
afterAll(() => database.close());

async function call(actor: Actor, method: string, path: string, body?: unknown) {
  const app = restApp(async () => context(actor));
  const init = {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  };
  const response = await app.fetch(new Request(`http://127.0.0.1/v1${path}`, init));
  return { status: response.status, body: (await response.json()) as Record<string, any> }; // eslint-disable-line @typescript-eslint/no-explicit-any -- bodies of many shapes
}

const action = {
  identifier: "create_database",
  title: "Database",
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: "database",
    userInputs: { properties: { zone: { type: "string" }, name: { type: "string" } }, required: ["name"] },
  },
  invocationMethod: { type: "TERRAFORM", template: "postgres-database" },
};
const automation = (identifier: string, event: object, publish?: boolean) => ({
  identifier,
  trigger: { type: "automation", event, condition: { type: "JQ", expressions: [".diff.after != null"] } },
  invocationMethod: { type: "KAFKA", payload: { entity: "{{ .event.diff.after.identifier }}" } },
  ...(publish === undefined ? {} : { publish }),
});

it("keeps automations as they were sent, selects them as published, and offers them to nobody", async () => {
  const own = [
    automation("on_service", { type: "ENTITY_CREATED", blueprintIdentifier: "service" }, true),
    automation("on_run", { type: "ANY_RUN_CHANGE", actionIdentifier: "create_database" }),
    automation("on_database", { type: "ENTITY_DELETED", blueprintIdentifier: "database" }, false),
  ];
  expect((await call(admin, "POST", "/actions", action)).status).toBe(201);
  for (const definition of own) {
    expect((await call(member, "POST", "/actions", definition)).status).toBe(403);
    expect((await call(admin, "POST", "/actions", definition)).status).toBe(201);
    const read = await call(admin, "GET", `/actions/${definition.identifier}`);
    expect(read.body.action).toMatchObject(definition);
  }
  const list = async (query: string, actor = admin) =>
    (await call(actor, "GET", `/actions?${query}`)).body.actions.map(
      (a: { identifier: string }) => a.identifier,
    );
  expect(await list("trigger_type=automation")).toEqual(["on_database", "on_run", "on_service"]);
  expect(await list("trigger_type=automation", member)).toEqual(["on_run", "on_service"]);
  expect(await list("trigger_type=self-service")).toEqual(["create_database"]);
  expect(await list("trigger_type=automation&published=true")).toEqual(["on_run", "on_service"]);
  expect(await list("blueprint_identifier=database")).toEqual(["create_database", "on_database"]);
  expect(await list("trigger_event=ENTITY_CREATED&trigger_event=ENTITY_DELETED")).toEqual([
    "on_database",
    "on_service",
  ]);
  expect(await list("trigger_event_action_identifier=create_database")).toEqual(["on_run"]);
  expect((await call(admin, "GET", "/actions?trigger_event=WHENEVER")).status).toBe(422);

  expect((await listActions(context(member))).map(({ identifier }) => identifier)).toEqual([
    "create_database",
  ]);
  await expect(executeAction(context(admin), "on_run", { properties: {} })).rejects.toMatchObject({
    code: "not_found",
  });
  expect((await call(admin, "DELETE", "/actions/on_run")).status).toBe(200);
});

it("keeps drafts for administrators, publishes them and restores what was before", async () => {
  const at = "/actions/create_database";
  const next = { ...action, title: "Next" };
  expect((await call(member, "PUT", `${at}/draft`, { definition: next, revision: 1 })).status).toBe(403);
  expect((await call(member, "GET", `${at}/draft`)).status).toBe(403);
  expect((await call(admin, "GET", `${at}/draft`)).body).toEqual({ ok: true, draft: null });
  const saved = await call(admin, "PUT", `${at}/draft`, { definition: next, revision: 1 });
  expect([saved.status, saved.body.issues]).toEqual([200, []]);
  const blind = { definition: next, revision: 1, replaces: null };
  expect((await call(admin, "PUT", `${at}/draft`, blind)).status).toBe(409);
  expect((await call(admin, "GET", `${at}/draft`)).body.draft).toMatchObject({
    definition: next,
    byName: "ada",
  });
  const read = await call(admin, "GET", at);
  expect([read.body.action.title, read.body.action.draft]).toEqual(["Database", undefined]);

  expect((await call(admin, "POST", `${at}/draft/publish`, { revision: 7 })).status).toBe(409);
  expect((await call(admin, "POST", `${at}/draft/publish`, { revision: 1 })).body.action).toMatchObject({
    title: "Next",
    revision: 2,
  });
  const { revisions } = (await call(admin, "GET", `${at}/revisions`)).body;
  expect(revisions.map((r: { revision: number }) => r.revision)).toEqual([2, 1]);
  expect(Object.keys(revisions[1].definition.trigger.userInputs.properties)).toEqual(["zone", "name"]);
  expect((await call(admin, "POST", `${at}/revisions/1/restore`, { expected: 1 })).status).toBe(409);
  expect((await call(admin, "POST", `${at}/revisions/9/restore`, { expected: 2 })).status).toBe(404);
  expect((await call(admin, "POST", `${at}/revisions/x/restore`, { expected: 2 })).status).toBe(422);
  const restored = await call(admin, "POST", `${at}/revisions/1/restore`, { expected: 2 });
  expect(restored.body.action).toMatchObject({ title: "Database", revision: 3 });

  await call(admin, "PUT", `${at}/draft`, { definition: next, revision: 3 });
  expect((await call(admin, "DELETE", `${at}/draft`)).body).toEqual({ ok: true });
  expect((await call(admin, "GET", `${at}/draft`)).body.draft).toBeNull();
});

it("checks a definition without storing it", async () => {
  const check = async (definition: object, identifier?: string) =>
    (await call(admin, "POST", "/actions/check", { definition, identifier })).body;
  expect(await check({ ...action, identifier: "another" })).toEqual({ ok: true, issues: [], warnings: [] });
  expect((await check(action)).issues).toMatchObject([{ path: ["identifier"] }]);
  expect(await check(action, "create_database")).toEqual({ ok: true, issues: [], warnings: [] });
  expect((await call(member, "POST", "/actions/check", { definition: action })).status).toBe(403);
  expect((await call(admin, "GET", "/actions/another")).status).toBe(404);
});
