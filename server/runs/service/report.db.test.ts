import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { Conflict, Forbidden, Invalid, NotFound, Unauthenticated } from "@/server/kernel/errors";
import type { Actor } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { restApp } from "@/server/api/rest-app";
import type { RemoteNews } from "@/server/pipelines/remote";
import { LEADS, type Stage, stage } from "@/server/runs/testing";
import {
  remoteBench,
  type ScriptedRemote,
  scriptedRemote,
  webhookAction,
} from "@/server/runs/testing-remote";
import { runIdOf } from "@/server/runs/store/calls";
import { addRunLog, reportRun } from "./report";
import { takeNews } from "./told";
import { actorOfRunToken } from "./run-token";

/** What the routes answer, as far as it is looked at here. */
interface Body {
  run: { status: string; link: string[]; response: unknown; payload: { url: string } };
  runLog: { message: string };
}

let s: Stage;
let remote: ScriptedRemote;
let bench: ReturnType<typeof remoteBench>;
beforeAll(async () => {
  s = await stage();
});
beforeEach(() => {
  remote = scriptedRemote();
  bench = remoteBench(s, remote);
});
afterAll(() => s.close());

const called = async (name: string) => {
  const action = webhookAction({}, { mapping: undefined });
  const { id } = await s.submit({ action, inputs: { name } });
  await bench.drive(id);
  return id;
};
/** As a vendor would. */
const tell = (runId: string | null, news: Parameters<typeof takeNews>[2]) =>
  transaction(bench.ctx(), (tx) => takeNews(tx, runId ?? "none", news));
const admin = () => s.as(s.people.admin);
const texts = async (runId: string) =>
  (await s.database.sql`select text from run_logs where run_id = ${runId} order by seq`).map(
    (row) => row.text,
  );

it("keeps each key as it was told last, and goes on with a label alone", async () => {
  const id = await called("told");
  await reportRun(admin(), id, {
    statusLabel: "Building",
    link: "https://ci.example/1",
    externalRunId: "e-1",
  });
  const run = await reportRun(admin(), id, {
    summary: "half",
    link: ["https://ci.example/2"],
    message: { step: 2 },
  });
  expect(run).toMatchObject({
    status: "applying",
    statusLabel: "Building",
    links: ["https://ci.example/2"],
    summary: "half",
    externalRunId: "e-1",
  });
  expect(await texts(id)).toEqual(['{"step":2}']);
  await expect(reportRun(admin(), id, { link: "javascript:alert(1)" })).rejects.toBeInstanceOf(Invalid);
  // There is nothing to register, so that this is the end.
  expect((await reportRun(admin(), id, { status: "SUCCESS" })).status).toBe("succeeded");
});

it("never takes an end back, and takes the same end twice", async () => {
  const id = await called("ended");
  expect((await reportRun(admin(), id, { status: "FAILURE", summary: "no room" })).failure).toMatchObject({
    code: "reported",
    message: "no room",
  });
  expect((await reportRun(admin(), id, { status: "FAILURE", summary: "no room left" })).summary).toBe(
    "no room left",
  );
  await expect(reportRun(admin(), id, { status: "SUCCESS" })).rejects.toBeInstanceOf(Conflict);
  expect((await s.run(id)).status).toBe("failed");
});

it("does not take a success of what was not sent, nor an end of Terraform's", async () => {
  const pending = await s.submit({ action: webhookAction(), inputs: { name: "unsent" }, rule: LEADS });
  await bench.drive(pending.id);
  await expect(reportRun(admin(), pending.id, { status: "SUCCESS" })).rejects.toBeInstanceOf(Conflict);
  expect((await reportRun(admin(), pending.id, { status: "FAILURE" })).status).toBe("failed");
  const own = await s.submit();
  await expect(reportRun(admin(), own.id, { status: "FAILURE" })).rejects.toBeInstanceOf(Conflict);
  expect((await reportRun(admin(), own.id, { statusLabel: "Wait" })).statusLabel).toBe("Wait");
});

it("ends a run by its log once", async () => {
  const id = await called("logged");
  await addRunLog(s.as(s.people.admin), id, { message: "one" });
  const line = await addRunLog(admin(), id, {
    message: "broke",
    terminationStatus: "FAILURE",
    statusLabel: "Red",
  });
  expect(line).toMatchObject({ seq: 2, level: "error", text: "broke" });
  expect(await s.run(id)).toMatchObject({
    status: "failed",
    statusLabel: "Red",
    failure: { message: "broke" },
  });
  await expect(addRunLog(admin(), id, { message: "x", terminationStatus: "SUCCESS" })).rejects.toBeInstanceOf(
    Conflict,
  );
  expect(await texts(id)).toEqual(["one", "broke"]);
});

it("is reported on by its token, its requester's clients and administrators alone", async () => {
  const id = await called("whose");
  const client = (over: Partial<Extract<Actor, { kind: "client" }>>): Actor => ({
    kind: "client",
    id: "c1",
    name: "CI",
    role: "member",
    ownerId: s.people.dev.id,
    ...over,
  });
  await expect(reportRun(s.as(s.people.other), id, { summary: "x" })).rejects.toBeInstanceOf(NotFound);
  await expect(reportRun(s.as(s.people.dev), id, { summary: "x" })).rejects.toBeInstanceOf(Forbidden);
  await expect(reportRun(s.as(client({ ownerId: null })), id, { summary: "x" })).rejects.toBeInstanceOf(
    NotFound,
  );
  await reportRun(s.as(client({})), id, { summary: "by a client" });

  const token = remote.calls[0]!.runToken.reveal();
  const actor = await actorOfRunToken(s.database, `Bearer ${token}`);
  await reportRun(s.as(actor!), id, { summary: "by its token" });
  expect((await s.run(id)).summary).toBe("by its token");
  const other = await called("whose-other");
  await expect(reportRun(s.as(actor!), other, { summary: "x" })).rejects.toBeInstanceOf(NotFound);
  await reportRun(s.as(actor!), id, { status: "SUCCESS" });
  await bench.drive(id);
  await expect(actorOfRunToken(s.database, `Bearer ${token}`)).rejects.toBeInstanceOf(Unauthenticated);
  await expect(actorOfRunToken(s.database, "Bearer wmc_forged")).rejects.toBeInstanceOf(Unauthenticated);
  expect(await actorOfRunToken(s.database, "Bearer wmt_other")).toBeNull();
});

it("answers the published routes, and lets a run's token reach no other", async () => {
  const id = await called("routes");
  const actor = await actorOfRunToken(s.database, `Bearer ${remote.calls[0]!.runToken.reveal()}`);
  const app = restApp(async () => s.as(actor!));
  const send = async (method: string, path: string, body?: unknown) => {
    const response = await app.request(`/v1${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  };
  const patched = await send("PATCH", `/actions/runs/${id}?version=v2`, {
    statusLabel: "Go",
    link: "https://x.example",
  });
  expect([patched.status, patched.body.run.status, patched.body.run.link]).toEqual([
    200,
    "IN_PROGRESS",
    ["https://x.example"],
  ]);
  expect((await send("PATCH", `/actions/runs/${id}`, { status: "DONE" })).status).toBe(422);
  expect((await send("PATCH", `/actions/runs/${id}/response`, { response: [1] })).body.run.response).toEqual([
    1,
  ]);
  const logged = await send("POST", `/actions/runs/${id}/logs`, {
    message: "bye",
    terminationStatus: "SUCCESS",
  });
  expect([logged.status, logged.body.runLog.message]).toEqual([201, "bye"]);
  expect((await send("GET", `/actions/runs/${id}`)).body.run.payload.url).toBe("https://hooks.example/make");
  expect(
    (await send("POST", `/actions/runs/${id}/logs`, { message: "x", terminationStatus: "FAILURE" })).status,
  ).toBe(409);
  for (const [method, path] of [
    ["GET", "/blueprints"],
    ["GET", "/actions"],
    ["POST", "/actions/create_database/runs"],
  ] as const)
    expect((await send(method, path, method === "POST" ? { properties: {} } : undefined)).status).toBe(403);
  const found = await restApp(async () => admin()).request("/v1/actions/runs?external_run_id=none-such");
  expect(((await found.json()) as { runs: unknown[] }).runs).toEqual([]);
});

const permutations = <T>(items: T[]): T[][] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));

it(
  "ends the same for five events in each of their 120 orders, also when each is delivered twice",
  { timeout: 240_000 },
  async () => {
    const start = Date.UTC(2026, 0, 1);
    const events: (RemoteNews & { at: Date; deliveryId: string })[] = [
      { state: "waiting" as const, statusLabel: "queued", externalId: "x" },
      { state: "waiting" as const, statusLabel: "building", links: ["https://ci.example/1"] },
      { state: "waiting" as const, summary: "half" },
      { state: "failed" as const, summary: "broke", message: "the tests broke" },
      { state: "waiting" as const, links: ["https://ci.example/2"], statusLabel: "cleaned up" },
    ].map((news, i) => ({ ...news, at: new Date(start + i * 1000), deliveryId: `d${i}` }));
    const ends = new Set<string>();
    const waiting = await called("orders");
    for (const [i, order] of permutations(events).entries()) {
      const id = `${waiting}-${i}`;
      await s.database
        .sql`insert into runs select (jsonb_populate_record(r, jsonb_build_object('id', ${id}::text))).* from runs r where id = ${waiting}`;
      await s.database
        .sql`insert into run_calls select (jsonb_populate_record(c, jsonb_build_object('run_id', ${id}::text, 'call_id', gen_random_uuid(), 'token_hash', ${id}::text))).* from run_calls c where run_id = ${waiting}`;
      for (const news of order) {
        await tell(id, news);
        if (i % 12 === 0) expect(await tell(id, news)).toBe("duplicate");
      }
      const { status, statusLabel, summary, links, externalRunId, failure } = await s.run(id);
      ends.add(
        JSON.stringify({ status, statusLabel, summary, links, externalRunId, message: failure?.message }),
      );
    }
    expect([...ends]).toEqual([
      JSON.stringify({
        status: "failed",
        statusLabel: "cleaned up",
        summary: "broke",
        links: ["https://ci.example/2"],
        externalRunId: "x",
        message: "the tests broke",
      }),
    ]);
  },
);

it("takes news before the answer to the call is stored, by the call's id and by the other side's", async () => {
  const action = webhookAction({}, { mapping: undefined });
  const { id } = await s.submit({ action, inputs: { name: "fast" } });
  remote.onCall = async (call) => {
    const news = { state: "succeeded" as const, externalId: "fast-1", summary: "already done" };
    expect(await tell(await runIdOf(s.database.db, call), news)).toBe("ended");
    return { state: "waiting", statusLabel: "queued" };
  };
  expect(await bench.drive(id)).toMatchObject({ status: "succeeded", summary: "already done" });
  const known = await runIdOf(s.database.db, { kind: "WEBHOOK", externalId: "fast-1" });
  expect(known).toBe(id);
  expect(await tell(known, { state: "failed" })).toBe("late");
  expect((await s.run(id)).status).toBe("succeeded");
  expect(await tell("none", { state: "failed" })).toBeNull();
});

it("goes on with an interrupted run of which the other side tells after all", async () => {
  const id = await called("after-all");
  await s.database.sql`update runs set status = 'interrupted' where id = ${id}`;
  expect(await tell(id, { state: "succeeded" })).toBe("ended");
  expect((await bench.drive(id)).status).toBe("succeeded");
});
