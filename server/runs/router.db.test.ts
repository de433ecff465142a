import { afterAll, beforeAll, expect, it } from "vitest";
import { createCallerFactory } from "@/server/api/trpc";
import type { Actor } from "@/server/kernel/context";
import { restApp } from "@/server/api/rest-app";
import { eventually } from "@/server/pipelines/execution/testing";
import { runsRouter } from "./router";
import { runsRest } from "./rest";
import { action, LEADS, type Stage, stage } from "./testing";

let s: Stage;
let done: string;
let waiting: string;
beforeAll(async () => {
  s = await stage();
  s.startSupervisor();
  await s.startWorker();
  done = (await s.create("done")).id;
  await s.reaches(done, "succeeded");
  waiting = (
    await s.create("waiting", {
      rule: LEADS,
      action: action({ identifier: "gated", requiredApproval: true }),
    })
  ).id;
  await s.reaches(waiting, "awaiting_approval");
});
afterAll(() => s.close());

const caller = (actor: Actor) => createCallerFactory(runsRouter)(s.as(actor));
const rest = async (actor: Actor, path: string) => {
  const response = await restApp(async () => s.as(actor)).request(`/v1${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, never> };
};

it("lists what each may see: the requester, the team, the approvers, administrators; nobody else", async () => {
  const ids = async (actor: Actor) => (await caller(actor).list({})).runs.map((r) => r.id);
  for (const who of [s.people.dev, s.people.lead, s.people.admin])
    expect(await ids(who)).toEqual([waiting, done]);
  expect(await ids(s.people.other)).toEqual([]);
  expect((await caller(s.people.lead).list({ mine: true })).runs).toEqual([]);
});

it("filters, searches and pages", async () => {
  const list = (filter: Parameters<ReturnType<typeof caller>["list"]>[0]) =>
    caller(s.people.dev).list(filter);
  expect((await list({ status: ["succeeded"] })).runs.map((r) => r.id)).toEqual([done]);
  expect((await list({ action: "gated" })).runs.map((r) => r.id)).toEqual([waiting]);
  expect((await list({ blueprint: "database", entity: "done" })).runs.map((r) => r.id)).toEqual([done]);
  expect((await list({ text: "WAIT" })).runs.map((r) => r.id)).toEqual([waiting]);
  expect((await list({ text: "100%" })).runs).toEqual([]);
  const first = await list({ limit: 1 });
  expect(first).toMatchObject({ runs: [{ id: waiting }], nextCursor: waiting });
  expect(await list({ limit: 1, cursor: first.nextCursor! })).toMatchObject({
    runs: [{ id: done }],
    nextCursor: null,
  });
});

it("gives a run with what its reader may do, and nothing of the engine's own", async () => {
  const run = await caller(s.people.dev).get({ runId: waiting });
  expect(run.can).toMatchObject({ cancel: true, acknowledge: false, rerun: false, reveal: false });
  expect((await caller(s.people.lead).get({ runId: waiting })).can.cancel).toBe(false);
  expect(run.events.map((e) => e.type)).toContain("submitted");
  expect(run.workspace?.name).toBe("database/waiting");
  expect(Object.keys(run)).not.toEqual(expect.arrayContaining(["fence"]));
  await expect(caller(s.people.other).get({ runId: waiting })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(caller({ kind: "anonymous" }).get({ runId: waiting })).rejects.toMatchObject({
    code: "UNAUTHORIZED",
  });
});

it("shows the workspace of an entity", async () => {
  const workspace = await caller(s.people.dev).workspaces.get({ blueprint: "database", entity: "waiting" });
  expect(workspace).toMatchObject({ status: "active", heldByRun: waiting, runs: [{ id: waiting }] });
  await expect(
    caller(s.people.other).workspaces.get({ blueprint: "database", entity: "waiting" }),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("answers over REST as published", async () => {
  expect(runsRest.routes.length).toBeGreaterThan(0);
  const list = await rest(
    s.people.dev,
    "/actions/runs?active=true&exclude=properties&exclude=link&version=v1",
  );
  expect(list.status).toBe(200);
  const [run] = list.body.runs as unknown as Record<string, unknown>[];
  expect(run).toMatchObject({
    id: waiting,
    status: "WAITING_FOR_APPROVAL",
    source: "UI",
    action: { identifier: "gated" },
  });
  expect(run).toHaveProperty("properties");
  expect(run).not.toHaveProperty("link");
  expect((await rest(s.people.dev, `/actions/runs/${done}`)).body).toMatchObject({
    ok: true,
    run: { status: "SUCCESS", entity: { identifier: "done" } },
  });
  expect((await rest(s.people.other, `/actions/runs/${done}`)).status).toBe(404);
  expect((await rest({ kind: "anonymous" }, "/actions/runs")).status).toBe(401);
  expect((await rest(s.people.dev, "/actions/runs?limit=1001")).status).toBe(422);
  const logs = await eventually(
    async () => (await rest(s.people.dev, `/actions/runs/${done}/logs?limit=1&offset=1`)).body,
  );
  expect(logs).toMatchObject({ ok: true, runLogs: [{ runId: done, message: "applying" }] });
});
