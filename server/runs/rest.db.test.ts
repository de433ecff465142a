import { afterAll, beforeAll, expect, it } from "vitest";
import { actions } from "@/db/schema/actions";
import { restApp } from "@/server/api/rest-app";
import { requestOfRun } from "@/server/approvals/service/read";
import type { Actor } from "@/server/kernel/context";
import { eventually } from "@/server/pipelines/execution/testing";
import { LEADS, type Stage, stage } from "./testing";
import { remoteBench, scriptedRemote, webhookAction } from "./testing-remote";

/** The published routes of runs, held to the published shapes. */

let s: Stage;
let bench: ReturnType<typeof remoteBench>;
const remote = scriptedRemote();
const action = webhookAction();
beforeAll(async () => {
  s = await stage();
  bench = remoteBench(s, remote);
  await s.database.db.insert(actions).values({
    id: action.id,
    identifier: action.identifier,
    definition: { identifier: action.identifier } as never,
    permissions: {} as never,
    createdBy: "test",
    updatedBy: "test",
  });
});
afterAll(() => s.close());

async function ask(who: Actor, method: string, path: string, body?: unknown) {
  const app = restApp(async () => ({ ...s.as(who), origin: "API" }));
  const response = await app.request(`/v1${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: response.status, body: await response.json() };
}
const get = async (id: string, who: Actor = s.people.admin) =>
  (await ask(who, "GET", `/actions/runs/${id}`)).body.run as Record<string, unknown>;
const list = async (query: string, who: Actor = s.people.admin) => {
  const { status, body } = await ask(who, "GET", `/actions/runs?${query}`);
  return status === 200 ? (body.runs as { id: string }[]).map(({ id }) => id) : status;
};

let count = 0;
async function begun(over: Parameters<Stage["submit"]>[0] = {}, actor?: Stage["people"]["dev"]) {
  const { id } = await s.submit(
    { blueprint: "database", action, inputs: { name: `told-${++count}` }, ...over },
    actor,
  );
  return id;
}
async function atWork(over?: Parameters<Stage["submit"]>[0]) {
  const id = await begun(over);
  await eventually(async () => (await bench.drive(id)).status === "applying");
  return id;
}

it("says of a run what it says of the things that it names, and what was decided", async () => {
  const id = await begun({ rule: LEADS });
  await eventually(async () => (await bench.drive(id)).status === "awaiting_approval");
  expect(await get(id)).toMatchObject({
    id,
    status: "WAITING_FOR_APPROVAL",
    action: { identifier: "call_database", deleted: false },
    blueprint: { identifier: "database", title: "Database", deleted: false },
    createdBy: s.people.dev.id,
  });
  expect(await get(id)).not.toHaveProperty("approval");
  const decided = await ask(s.people.lead, "PATCH", `/actions/runs/${id}/approval?version=v2`, {
    status: "DECLINE",
    description: "Not now.",
  });
  expect([decided.status, decided.body.run.approval]).toEqual([
    201,
    { state: "DECLINED", userId: s.people.lead.id, description: "Not now." },
  ]);
  expect((await requestOfRun(s.as(s.people.admin), id))?.status).toBe("declined");
  expect((await ask(s.people.dev, "GET", `/actions/runs/${id}/approvers`)).body.approvers).toEqual([
    { userId: s.people.lead.id, state: "DECLINED", description: "Not now." },
  ]);
});

it("says that an entity or an action is there no more", async () => {
  const id = await atWork();
  const made = `told-${count}`;
  await ask(s.people.admin, "PATCH", `/actions/runs/${id}/response`, { response: { host: "db.example" } });
  await ask(s.people.admin, "PATCH", `/actions/runs/${id}`, { status: "SUCCESS" });
  await eventually(async () => (await bench.drive(id)).status === "succeeded");
  expect(await get(id)).toMatchObject({
    status: "SUCCESS",
    entity: { identifier: made, deleted: false },
    response: { host: "db.example" },
    payload: { type: "WEBHOOK", url: "https://hooks.example/make" },
  });
  await ask(s.people.admin, "DELETE", `/blueprints/database/entities/${made}`);
  expect(await get(id)).toMatchObject({ entity: { identifier: made, deleted: true } });
  await s.database.sql`delete from actions where id = ${action.id}`;
  expect(await get(id)).toMatchObject({ action: { deleted: true } });
});

it("takes each key as it was told last, a label alone leaving the run in progress, and one end for good", async () => {
  const id = await atWork();
  const patch = (body: object) => ask(s.people.admin, "PATCH", `/actions/runs/${id}?version=v1`, body);
  expect(
    (await patch({ statusLabel: "Half way", link: "https://ci.example/1", externalRunId: "ext-1" })).body.run,
  ).toMatchObject({
    status: "IN_PROGRESS",
    statusLabel: "Half way",
    link: ["https://ci.example/1"],
    externalRunId: "ext-1",
  });
  expect(
    (await patch({ link: ["https://ci.example/2", "https://ci.example/3"], summary: "Nearly" })).body.run,
  ).toMatchObject({
    statusLabel: "Half way",
    link: ["https://ci.example/2", "https://ci.example/3"],
    summary: "Nearly",
  });
  expect(await list("external_run_id=ext-1&version=v2")).toEqual([id]);
  for (const body of [{ status: "IN_PROGRESS" }, { link: "javascript:alert(1)" }, { anything: 1 }])
    expect((await patch(body)).status).toBe(422);
  expect((await patch({ status: "FAILURE", message: { why: "disk full" } })).body.run).toMatchObject({
    status: "FAILURE",
    endedAt: expect.any(String) as string,
  });
  expect((await patch({ status: "FAILURE" })).status).toBe(200);
  const refused = await patch({ status: "SUCCESS" });
  expect([refused.status, refused.body.ok, refused.body.error]).toEqual([409, false, "conflict"]);
  expect((await ask(s.people.admin, "PATCH", "/actions/runs/r_none", { statusLabel: "x" })).status).toBe(404);
});

it("takes lines of the log, the last of which ends the run, and gives them out in pages", async () => {
  const id = await atWork();
  const log = (body: object) => ask(s.people.admin, "POST", `/actions/runs/${id}/logs`, body);
  const first = await log({ message: "one" });
  expect([first.status, first.body.runLog]).toMatchObject([201, { runId: id, message: "one" }]);
  await log({ message: "two", statusLabel: "Second" });
  expect((await log({ message: "three", terminationStatus: "SUCCESS" })).status).toBe(201);
  expect((await log({ message: "four", terminationStatus: "FAILURE" })).status).toBe(409);
  expect((await log({ message: "" })).status).toBe(201);
  expect((await log({})).status).toBe(422);
  const read = async (query: string) => {
    const { status, body } = await ask(s.people.dev, "GET", `/actions/runs/${id}/logs${query}`);
    return status === 200 ? (body.runLogs as { message: string }[]).map(({ message }) => message) : status;
  };
  const all = (await read("")) as string[];
  expect(all.slice(-4)).toEqual(["one", "two", "three", ""]);
  expect(await read(`?limit=2&offset=${all.length - 4}`)).toEqual(["one", "two"]);
  expect(await read("?limit=51")).toBe(422);
});

it("finds runs by every published filter, and leaves out what is to be left out", async () => {
  const mine = await begun({ team: null, action: { ...action, identifier: "filtered" } }, s.people.other);
  const by = "action=filtered";
  expect(await list(by)).toEqual([mine]);
  expect(await list(`${by}&active=true`)).toEqual([mine]);
  expect(
    await list(`${by}&blueprint=database&user_email=OTTO@example.com&user_id=${s.people.other.id}`),
  ).toEqual([mine]);
  expect(await list(`${by}&source=UI&source=API`)).toEqual([mine]);
  for (const none of [
    "source=AUTOMATION",
    "entity=x",
    "blueprint=x",
    "user_id=x",
    "user_email=x",
    "external_run_id=x",
  ])
    expect(await list(`${by}&${none}`)).toEqual([]);
  for (const wrong of ["limit=0", "limit=1001", "source=MAIL", "active=maybe", "version=v3", "page=2"])
    expect(await list(wrong)).toBe(422);
  const { body } = await ask(
    s.people.admin,
    "GET",
    `/actions/runs?${by}&exclude=payload&exclude=createdBy&exclude=id`,
  );
  expect(body.runs[0]).toHaveProperty("id");
  expect(body.runs[0]).not.toHaveProperty("createdBy");
  expect(await list(by, s.people.dev)).toEqual([]);
  expect(await list(by, { kind: "anonymous" })).toBe(401);
});
