import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/db/client";
import { systemContext } from "@/server/kernel/context";
import { githubDelivery, gitlabDelivery } from "@/server/pipelines/core/inbound/testing";
import type { Delivery } from "@/server/pipelines/core/inbound/message";
import { eventually } from "@/server/pipelines/execution/testing";
import { deleteHook, listHooks, setHook } from "@/server/pipelines/inbound";
import { upsertConnection } from "@/server/pipelines/service";
import type { RemoteInvocation } from "@/server/pipelines/schema";
import { dealWithDeliveries, dealWithDelivery } from "@/server/runs/service/inbound";
import { action, type Stage, stage } from "@/server/runs/testing";
import { remoteBench, type ScriptedRemote, scriptedRemote } from "@/server/runs/testing-remote";
import { POST } from "./[backend]/route";

const SECRET = "secret-of-the-hook-0001";
let s: Stage;
let remote: ScriptedRemote;
let bench: ReturnType<typeof remoteBench>;

beforeAll(async () => {
  s = await stage();
  remote = scriptedRemote();
  bench = remoteBench(s, remote);
  await upsertConnection(s.as(s.people.admin), {
    identifier: "hub",
    title: "Hub",
    kind: "github",
    variables: { TOKEN: "ghp_x" },
  });
  await upsertConnection(s.as(s.people.admin), {
    identifier: "lab",
    title: "Lab",
    kind: "gitlab",
    variables: { TOKEN: "glpat_x" },
  });
  await setHook(s.as(s.people.admin), { backend: "github", secret: SECRET });
  await setHook(s.as(s.people.admin), { backend: "gitlab", secret: SECRET });
});
afterAll(async () => {
  await pool().close();
  await s.close();
});

const send = (delivery: Delivery, backend = "github") =>
  POST(
    new Request(`http://portal.example/api/hooks/${backend}`, {
      method: "POST",
      headers: delivery.headers as Record<string, string>,
      body: new Uint8Array(delivery.body),
    }),
    { params: Promise.resolve({ backend }) },
  );
const ctx = () => systemContext(s.database.db, "Waymark", randomUUID());

/** Does what the worker's job does, for every delivery that waits. */
async function work(): Promise<void> {
  const waiting = await s.database
    .sql`select backend, delivery_id from inbound_deliveries where status = 'waiting'`;
  for (const row of waiting)
    await dealWithDelivery(ctx(), { backend: String(row.backend), deliveryId: String(row.delivery_id) });
}

const GITHUB: RemoteInvocation = { type: "GITHUB", org: "acme", repo: "shop", workflow: "deploy.yml" };
let external = 100;
/** A run that was dispatched; `known` false: its answer has not come yet. */
async function dispatched(known = true, invocation: RemoteInvocation = GITHUB) {
  const externalId = String(++external);
  remote.onCall = () => ({ state: "waiting", ...(known ? { externalId } : {}) });
  const { id } = await s.submit({
    blueprint: null,
    action: { ...action(), invocation },
    inputs: { name: "x" },
  });
  await reaches(id, "applying");
  return { id, externalId };
}
/** Drives the run until it has come so far. */
const reaches = (id: string, status: string) =>
  eventually(async () => {
    const run = await bench.drive(id);
    return run.status === status ? run : null;
  });
const ended = (id: string) => ({ id: Number(id), status: "completed", conclusion: "success" });
const signed = (run: Record<string, unknown>, id: string = randomUUID()) =>
  githubDelivery(run, { secret: SECRET, id });

describe("a delivery", () => {
  it("ends the run that it is of", async () => {
    const { id, externalId } = await dispatched();
    expect((await send(signed(ended(externalId)))).status).toBe(202);
    await work();
    expect(await reaches(id, "succeeded")).toMatchObject({
      links: [expect.stringContaining(externalId) as string],
    });
  });

  it("that comes a hundred times, also at once, has one effect, and is always taken", async () => {
    const { id, externalId } = await dispatched();
    const delivery = signed({ id: Number(externalId), status: "completed", conclusion: "failure" });
    const answers = await Promise.all(Array.from({ length: 100 }, () => send(delivery)));
    expect(answers.every(({ status }) => status === 200 || status === 202)).toBe(true);
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    await work();
    await work();
    expect(await s.run(id)).toMatchObject({ status: "failed" });
    const [{ count }] = (await s.database
      .sql`select count(*)::int from run_events where run_id = ${id} and type = 'failed'`) as unknown as [
      { count: number },
    ];
    expect(count).toBeLessThanOrEqual(1);
  });

  it("is dealt with among many of no run of ours, which are left together, and by one job", async () => {
    const { id, externalId } = await dispatched();
    await s.database.sql`select graphile_worker.remove_job('deliveries')`;
    const strange = Array.from({ length: 30 }, (_, n) => signed(ended(String(9_000_000 + n))));
    await Promise.all([...strange, signed(ended(externalId))].map((delivery) => send(delivery)));
    const jobs = await s.database.sql`select 1 from graphile_worker.jobs where key = 'deliveries'`;
    expect(jobs).toHaveLength(1);
    await dealWithDeliveries(ctx());
    expect(await reaches(id, "succeeded")).toBeTruthy();
    const [row] = await s.database.sql`
      select count(*)::int as n from inbound_deliveries where message->>'externalId' like '90000%' and status = 'unmatched'`;
    expect(row?.n).toBe(30);
  });

  it("that cannot be dealt with keeps no other waiting, and is tried again by itself", async () => {
    const { id, externalId } = await dispatched();
    const bad = signed(ended(externalId));
    await send(bad);
    // Its time cannot be read, which no vendor's delivery would get past the door with.
    await s.database.sql`
      update inbound_deliveries set message = jsonb_set(message, '{at}', '"no time"') where status = 'waiting'`;
    await send(signed({ id: Number(externalId), status: "in_progress" }));
    await dealWithDeliveries(ctx());
    expect(await s.run(id)).toMatchObject({
      status: "applying",
      links: [expect.stringContaining(externalId)],
    });
    const again = await s.database.sql`select 1 from graphile_worker.jobs where key like 'delivery:github:%'`;
    expect(again).toHaveLength(1);
    await s.database.sql`delete from inbound_deliveries where status = 'waiting'`;
  });

  it("that comes late reopens nothing", async () => {
    const { id, externalId } = await dispatched();
    await send(signed(ended(externalId)));
    await work();
    await bench.drive(id);
    await send(signed({ id: Number(externalId), status: "in_progress", updated_at: "2026-01-01T00:00:30Z" }));
    await send(signed({ id: Number(externalId), status: "completed", conclusion: "failure" }));
    await work();
    expect(await reaches(id, "succeeded")).toBeTruthy();
  });

  it("that comes before the answer of our own dispatch is matched once that is there", async () => {
    const { id } = await dispatched(false);
    const externalId = String(++external);
    await send(signed(ended(externalId)));
    await work();
    expect(await s.run(id)).toMatchObject({ status: "applying" });
    await s.database.sql`update runs set external_run_id = ${externalId} where id = ${id}`;
    await work();
    expect(await reaches(id, "succeeded")).toBeTruthy();
  });

  it("whose run bears our id in its name finds its run without any other", async () => {
    const { id } = await dispatched(false);
    await send(signed({ ...ended(String(++external)), display_title: `Deploy ${id}` }));
    await work();
    expect(await reaches(id, "succeeded")).toBeTruthy();
  });

  it("from another repository ends nothing, whatever it calls its runs", async () => {
    const { id } = await dispatched(false, { ...GITHUB, repo: "elsewhere" });
    await send(signed({ ...ended(String(++external)), display_title: `Deploy ${id}` }));
    await work();
    expect(await s.run(id)).toMatchObject({ status: "applying" });
    await s.database.sql`update runs set external_run_id = '1' where id = ${id}`;
  });

  it("of a workflow that is not to be followed says where it runs, not how the run ends", async () => {
    const { id, externalId } = await dispatched(true, { ...GITHUB, reportWorkflowStatus: false });
    await send(signed(ended(externalId)));
    await work();
    expect(await bench.drive(id)).toMatchObject({
      status: "applying",
      links: [expect.stringContaining(externalId) as string],
    });
  });

  it("that is of no run of ours is left after a while", async () => {
    const delivery = signed(ended("999999"));
    await send(delivery);
    for (let turn = 0; turn < 7; turn++) await work();
    const [row] = await s.database
      .sql`select status from inbound_deliveries where delivery_id = ${delivery.headers["x-github-delivery"]!}`;
    expect(row?.status).toBe("unmatched");
  });

  it("of GitLab ends its pipeline's run", async () => {
    const { id, externalId } = await dispatched(true, {
      type: "GITLAB",
      groupName: "acme",
      projectName: "shop",
    });
    await send(gitlabDelivery({ id: Number(externalId), status: "success" }, { token: SECRET }), "gitlab");
    await work();
    expect(await reaches(id, "succeeded")).toBeTruthy();
  });
});

describe("what is not genuine", () => {
  const kept = async () =>
    Number((await s.database.sql`select count(*)::int as n from inbound_deliveries`)[0]!.n);

  it("is refused with 401 and leaves nothing", async () => {
    const before = await kept();
    const good = signed(ended("1"));
    const flipped = Buffer.from(good.body);
    flipped[10] = flipped[10]! ^ 1;
    const { "x-hub-signature-256": _, ...unsigned } = good.headers;
    for (const delivery of [
      { ...good, body: flipped },
      { ...good, headers: unsigned },
      githubDelivery(ended("1"), { secret: "another-secret-0000" }),
    ])
      expect((await send(delivery)).status).toBe(401);
    expect((await send(gitlabDelivery({ id: 1 }, { token: "wrong-token-00000000" }), "gitlab")).status).toBe(
      401,
    );
    expect((await send(good, "jenkins")).status).toBe(404);
    expect(await kept()).toBe(before);
  });

  it("is refused when there is no secret, and a hook cannot be saved without one", async () => {
    const admin = s.as(s.people.admin);
    await expect(setHook(admin, { backend: "gitlab", secret: "" })).rejects.toThrow(/at least 16/);
    await deleteHook(admin, "gitlab");
    expect((await send(gitlabDelivery({ id: 1 }, { token: "" }), "gitlab")).status).toBe(401);
    await setHook(admin, { backend: "gitlab", secret: SECRET });
    await expect(setHook(s.as(s.people.dev), { backend: "gitlab", secret: SECRET })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("that has no id, no JSON or too much of it is refused", async () => {
    expect((await send(signed(ended("1"), "?"))).status).toBe(422);
    const { createHmac } = await import("node:crypto");
    const body = Buffer.from("{");
    const signature = `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;
    const headers = { ...signed(ended("1")).headers, "x-hub-signature-256": signature };
    expect((await send({ headers, body })).status).toBe(422);
    expect((await send({ headers, body: Buffer.alloc(3 * 1024 * 1024) })).status).toBe(413);
  });
});

it("the secret before counts until its time is over, and neither is ever shown", async () => {
  const admin = s.as(s.people.admin);
  await setHook(admin, { backend: "github", secret: "the-new-secret-00001", overlapHours: 1 });
  expect((await send(signed(ended("1")))).status).toBe(202);
  expect(
    (await send(githubDelivery(ended("1"), { secret: "the-new-secret-00001", id: randomUUID() }))).status,
  ).toBe(202);
  await s.database.sql`update inbound_hooks set previous_until = now() - interval '1 second'`;
  expect((await send(signed(ended("1")))).status).toBe(401);
  expect(JSON.stringify(await listHooks(admin))).not.toContain("secret-0");
  const log = await s.database.sql`select json_agg(a)::text as text from audit_log a`;
  expect(String(log[0]!.text)).not.toContain("the-new-secret");
});
