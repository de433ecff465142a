import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { restApp } from "@/server/api/rest-app";
import type { Actor } from "@/server/kernel/context";
import { removeScenario } from "./service/remove";
import { type DemoStage, emptyStage } from "./testing";

let stage: DemoStage;
beforeAll(async () => {
  stage = await emptyStage();
});
afterAll(() => stage.database.close());

const client = (role: "admin" | "member"): Actor => ({
  kind: "client",
  id: "c",
  name: "CI",
  role,
  ownerId: null,
});

async function call(actor: Actor, method: "GET" | "POST" | "DELETE") {
  const { db } = stage.database;
  const app = restApp(async () => ({ actor, origin: "API", requestId: "test", db }));
  const answer = await app.request("/v1/demo", { method });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const jobs = async () => {
  const { db } = stage.database;
  const rows = await db.execute<{ name: string }>(
    sql`select task_identifier as name from graphile_worker.jobs where task_identifier like 'demo.%' order by id`,
  );
  return rows.map(({ name }) => name);
};

it("the demo organisation comes and goes by REST, for administrators and their clients alone", async () => {
  expect((await call({ kind: "anonymous" }, "GET")).status).toBe(401);
  expect((await call(client("member"), "GET")).body.demo).toMatchObject({ state: "absent", offered: false });
  for (const method of ["POST", "DELETE"] as const)
    expect((await call(client("member"), method)).status).toBe(403);

  expect((await call(client("admin"), "GET")).body.demo).toMatchObject({ state: "absent", offered: true });
  expect((await call(client("admin"), "DELETE")).status).toBe(409);
  expect(await call(client("admin"), "POST")).toMatchObject({
    status: 202,
    body: { ok: true, demo: { state: "loading", progress: 0, problem: null } },
  });
  expect((await call(client("admin"), "POST")).body).toMatchObject({ error: "conflict" });
  expect(await call(client("admin"), "DELETE")).toMatchObject({
    status: 202,
    body: { ok: true, demo: { state: "removing", progress: 0 } },
  });
  // One waits for the other, and what is not begun is not done any more.
  expect(await jobs()).toEqual(["demo.remove"]);
  await removeScenario(stage.portal, 1);
  expect((await call(client("member"), "GET")).body.demo).toMatchObject({ state: "absent", progress: null });
});
