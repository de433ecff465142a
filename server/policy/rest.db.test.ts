import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import type { Context } from "@/server/kernel/context";

let database: TestDatabase;
let role: "admin" | "member" = "admin";
beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("base64");
  process.env.DATABASE_URL ??= "postgres://unused";
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function call(method: string, path: string, body?: unknown) {
  const context: Context = {
    actor: { kind: "client", id: "c1", name: "ci", role, ownerId: null },
    origin: "API",
    requestId: "t",
    db: database.db,
  };
  const response = await restApp(() => Promise.resolve(context)).request(`/v1/policies${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const definition = {
  title: "Names",
  effect: "deny",
  expression: 'entity.identifier.matches("^[a-z-]+$")',
  message: '"Use lowercase letters and dashes."',
};

it("creates, reads, changes, publishes, restores, tries, turns off and deletes", async () => {
  const made = await call("POST", "", { identifier: "names", ...definition });
  expect(made).toMatchObject({ status: 201, body: { ok: true, policy: { ...definition, state: "draft" } } });
  expect(await call("GET", "")).toMatchObject({ status: 200, body: { policies: [{ identifier: "names" }] } });
  const changed = await call("PUT", "/names?revision=1", { ...definition, effect: "advise" });
  expect(changed).toMatchObject({ status: 200, body: { policy: { revision: 2, effect: "advise" } } });
  expect(await call("PUT", "/names?revision=1", definition)).toMatchObject({ status: 409 });
  expect(await call("POST", "/names/publish")).toMatchObject({
    body: { policy: { state: "live", liveRevision: 2 } },
  });
  expect(await call("GET", "/names/revisions")).toMatchObject({
    body: { revisions: [{ revision: 2, changed: ["effect"] }, { revision: 1 }] },
  });
  expect(await call("POST", "/names/restore", { revision: 1, expected: 2 })).toMatchObject({
    body: { policy: { revision: 3, effect: "deny", liveRevision: 2 } },
  });
  expect(await call("POST", "/try", { definition, identifier: "names" })).toMatchObject({
    status: 200,
    body: { changed: 0, runs: [] },
  });
  expect(await call("DELETE", "/names")).toMatchObject({ status: 412 });
  expect(await call("POST", "/names/disable")).toMatchObject({ body: { policy: { state: "disabled" } } });
  expect(await call("DELETE", "/names")).toMatchObject({ status: 200 });
  expect(await call("GET", "/names")).toMatchObject({ status: 404 });
});

it("says where the fault is, and refuses who is no administrator", async () => {
  const wrong = await call("POST", "", {
    identifier: "wrong",
    ...definition,
    expression: "entity.identifer == ''",
  });
  expect(wrong).toMatchObject({
    status: 422,
    body: {
      details: { issues: [{ path: ["expression"], message: "Line 1, column 8: No such key: identifer" }] },
    },
  });
  role = "member";
  for (const [method, path, body] of [
    ["POST", "", { identifier: "x", ...definition }],
    ["PUT", "/names", definition],
    ["DELETE", "/names", undefined],
    ["POST", "/names/publish", undefined],
    ["POST", "/names/disable", undefined],
    ["POST", "/names/restore", { revision: 1, expected: 1 }],
    ["POST", "/try", { definition }],
  ] as const)
    expect(await call(method, path, body), `${method} ${path}`).toMatchObject({ status: 403 });
  expect(await call("GET", "")).toMatchObject({ status: 200 });
});
