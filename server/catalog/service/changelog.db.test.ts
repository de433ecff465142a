import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { listAudit } from "@/server/audit/service";
import { systemContext, type Context } from "@/server/kernel/context";
import { parseAllowed } from "@/server/kernel/addresses";
import { createEgress } from "@/server/kernel/egress";
import { deliverEvents } from "@/server/kernel/testing-outbox";
import { subscriptions } from "@/server/subscriptions";
import { contextOf, ENVIRONMENT } from "../testing";
import { createBlueprint, updateBlueprint } from "./blueprints";
import { createEntities } from "./bulk";
import { sendChange } from "./changelog";
import { deleteEntity } from "./delete-entity";
import { updateEntity } from "./entities";

let database: TestDatabase;
let ctx: Context;
let receiver: Server;
let status = 200;
let received: { headers: Record<string, unknown>; body: Record<string, unknown> }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = contextOf(database.db);
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    WAYMARK_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    WAYMARK_WEBHOOK_SECRET: "secret-of-the-installation",
  });
  receiver = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      received.push({ headers: request.headers, body: JSON.parse(text) as Record<string, unknown> });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  await createBlueprint(ctx, {
    ...ENVIRONMENT,
    changelogDestination: { type: "WEBHOOK", url: `http://127.0.0.1:${port()}/changes` },
  });
  await createBlueprint(ctx, {
    ...ENVIRONMENT,
    identifier: "quiet",
    changelogDestination: { type: "KAFKA" },
  });
});
afterAll(async () => {
  await new Promise((done) => receiver.close(done));
  await database.close();
});
beforeEach(() => {
  received = [];
  status = 200;
});

const port = () => (receiver.address() as AddressInfo).port;
const system = () => systemContext(database.db, "Waymark", "test");
const allowed = () => createEgress({ allowed: parseAllowed(`127.0.0.0/8:${port()}`) });

/** What the worker does: delivers events, then sends what is waiting to be sent. Out: what was waiting. */
async function work(attempt = 1, send = allowed()) {
  const events = await database.sql<{ id: number }[]>`select id::int from outbox where delivered_at is null`;
  await deliverEvents(
    system(),
    events.map((event) => event.id),
    subscriptions,
  );
  const jobs = await database.sql<{ id: string; payload: Parameters<typeof sendChange>[1] }[]>`
    select j.id, j.payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'catalog.sendChange' order by j.id`;
  for (const { id, payload } of jobs) {
    await sendChange(system(), payload, attempt, send);
    await database.db.execute(sql`select graphile_worker.complete_jobs(array[${id}::bigint])`);
  }
  return jobs.length;
}

describe("a blueprint with a webhook", () => {
  it("sends each change of its entities, signed", async () => {
    await createEntities(ctx, "environment", [{ identifier: "a", title: "A" }, { identifier: "b" }]);
    await updateEntity(ctx, "environment", "a", { title: "B" });
    await deleteEntity(ctx, "environment", "b");
    await createEntities(ctx, "quiet", [{ identifier: "silent" }]);
    expect(await work()).toBe(4);
    expect(received.map(({ body }) => [body.action, (body.context as { entity: string }).entity])).toEqual([
      ["CREATE", "a"],
      ["CREATE", "b"],
      ["UPDATE", "a"],
      ["DELETE", "b"],
    ]);
    expect(received[2]).toMatchObject({
      headers: {
        "content-type": "application/json",
        "x-port-timestamp": expect.stringMatching(/^\d{10}$/) as string,
        "x-port-signature": expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/) as string,
      },
      body: {
        resourceType: "entity",
        status: "SUCCESS",
        trigger: {
          by: { userId: expect.any(String) as string },
          origin: "API",
          at: expect.any(String) as string,
        },
        context: { blueprint: "environment" },
        diff: { before: { title: "A" }, after: { title: "B" } },
      },
    });
    expect(received[3]?.body.diff).toMatchObject({ before: { identifier: "b" }, after: null });
  });

  it("is told again what it did not take, and in the end the audit log says so", async () => {
    status = 503;
    await updateEntity(ctx, "environment", "a", { title: "C" });
    await expect(work(1)).rejects.toMatchObject({ code: "unavailable" });
    expect(await work(9)).toBe(1);
    expect(received).toHaveLength(2);
    const { rows } = await listAudit(ctx, { actions: ["SEND_CHANGE"] });
    expect(rows).toMatchObject([
      { status: "FAILURE", resourceId: "a", message: expect.stringContaining("503") as string },
    ]);
  });

  it("is not tried again where the portal may not send", async () => {
    await updateEntity(ctx, "environment", "a", { title: "D" });
    expect(await work(1, createEgress({ allowed: [] }))).toBe(1);
    expect(received).toEqual([]);
    expect((await listAudit(ctx, { actions: ["SEND_CHANGE"] })).rows).toHaveLength(2);
  });

  it("is told nothing any more once it is gone", async () => {
    await updateEntity(ctx, "environment", "a", { title: "E" });
    await updateBlueprint(ctx, "environment", { changelogDestination: { type: "KAFKA" } });
    expect(await work()).toBe(1);
    expect(received).toEqual([]);
  });
});
