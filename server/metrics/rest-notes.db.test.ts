import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import type { Context } from "@/server/kernel/context";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function ask(role: "admin" | "member", path: string, method = "GET", data?: unknown) {
  const actor = { kind: "client" as const, id: "c", name: "Pipeline", role, ownerId: null };
  const context: Context = { actor, origin: "API", requestId: "test", db: database.db };
  const answer = await restApp(async () => context).request(`/v1/insights${path}`, {
    method,
    ...(data ? { body: JSON.stringify(data), headers: { "content-type": "application/json" } } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

it("lets administrators note what happened, and anybody read it", async () => {
  const made = await ask("admin", "/notes", "POST", { at: "2026-03-02T10:00:00+01:00", label: "Freeze" });
  expect(made).toMatchObject({ status: 201, body: { id: expect.any(String) } });
  expect((await ask("member", "/annotations?last=48m")).body).toMatchObject({
    annotations: [
      { kind: "note", label: "Freeze", at: "2026-03-02T09:00:00.000Z", note: { by: "Pipeline" } },
    ],
    more: false,
  });
  expect((await ask("member", `/notes/${String(made.body.id)}`, "DELETE")).status).toBe(403);
  expect((await ask("admin", `/notes/${String(made.body.id)}`, "DELETE")).status).toBe(200);
  expect((await ask("admin", `/notes/${String(made.body.id)}`, "DELETE")).status).toBe(404);
});

it("refuses what cannot be noted", async () => {
  expect((await ask("member", "/notes", "POST", { at: "2026-03-02", label: "Freeze" })).status).toBe(403);
  expect((await ask("admin", "/notes", "POST", { at: "2 March", label: "Freeze" })).status).toBe(422);
  expect((await ask("admin", "/notes", "POST", { at: "2026-03-02", label: " " })).status).toBe(422);
  expect((await ask("member", "/annotations?team=nobody")).status).toBe(404);
});
