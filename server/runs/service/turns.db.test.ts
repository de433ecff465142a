import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createEntity } from "@/server/catalog/service/entities";
import { Forbidden } from "@/server/kernel/errors";
import { type Stage, stage, targetOf } from "@/server/runs/testing";
import {
  remoteBench,
  type ScriptedRemote,
  scriptedRemote,
  webhookAction,
} from "@/server/runs/testing-remote";
import { recoverRuns } from "./recover";
import { reportRun, takeNews } from "./report";
import { changeRunSettings, runSettings } from "./settings";

let s: Stage;
let remote: ScriptedRemote;
let bench: ReturnType<typeof remoteBench>;
beforeAll(async () => {
  s = await stage();
});
beforeEach(async () => {
  remote = scriptedRemote();
  bench = remoteBench(s, remote);
  await s.database.sql`update runs set status = 'failed', ended_at = now() where ended_at is null`;
  await s.database
    .sql`select graphile_worker.remove_job(key) from graphile_worker.jobs where key is not null`;
});
afterAll(() => s.close());

const plain = webhookAction({}, { mapping: undefined });
const ask = (name: string, team: string, over: Parameters<Stage["submit"]>[0] = {}) =>
  s.submit({ action: plain, inputs: { name }, team, ...over });
const waiting = async () =>
  (await s.database.sql`select key from graphile_worker.jobs where key like 'run:%'`).map(
    (row) => row.key as string,
  );
const begun = (id: string) => s.database.sql`update runs set status = 'planning' where id = ${id}`;

it("holds a team back that has its share while another waits, and gives its turn on", async () => {
  expect(await runSettings(s.as(s.people.admin))).toEqual({ runsPerTeam: 4 });
  await changeRunSettings(s.as(s.people.admin), { runsPerTeam: 2 });
  await expect(changeRunSettings(s.as(s.people.dev), { runsPerTeam: 9 })).rejects.toBeInstanceOf(Forbidden);
  const [first, second, third, fourth] = [
    await ask("a1", "payments"),
    await ask("a2", "payments"),
    await ask("a3", "payments"),
    await ask("a4", "payments"),
  ];
  await begun(first.id);
  await begun(second.id);
  const other = await ask("b1", "logistics");
  await s.database
    .sql`select graphile_worker.remove_job(key) from graphile_worker.jobs where key is not null`;

  expect(await bench.drive(third.id)).toMatchObject({ status: "queued", heldBack: true });
  expect(await waiting()).toEqual([`run:${other.id}`]);
  expect((await bench.drive(other.id)).status).toBe("applying");
  // It waits for the other side now, so nobody else waits and the turn is the first one's that was held back.
  expect(await waiting()).toContain(`run:${third.id}`);
  // One that came later does not overtake it.
  expect(await bench.drive(fourth.id)).toMatchObject({ status: "queued", heldBack: true });
  expect(await bench.drive(third.id)).toMatchObject({ status: "applying", heldBack: false });
  expect((await bench.drive(fourth.id)).status).toBe("applying");
});

it("runs what works on one entity one after the other, unless the action says otherwise", async () => {
  await createEntity(s.as(s.people.admin), "database", { identifier: "shared", properties: {} });
  const on = { target: targetOf("shared") };
  const day2 = webhookAction({ operation: "DAY-2" }, { mapping: undefined });
  const first = await ask("s1", "payments", { ...on, action: day2 });
  const second = await ask("s2", "payments", { ...on, action: day2 });
  const free = await ask("s3", "payments", { ...on, action: { ...day2, concurrency: "none" } });
  expect((await bench.drive(second.id)).statusLabel).toBe(`Waits for run ${first.id}`);
  expect((await bench.drive(first.id)).status).toBe("applying");
  expect((await bench.drive(free.id)).status).toBe("applying");
  expect((await bench.drive(second.id)).status).toBe("queued");
  await s.database
    .sql`select graphile_worker.remove_job(key) from graphile_worker.jobs where key is not null`;
  await reportRun(s.as(s.people.admin), first.id, { status: "FAILURE" });
  expect(await waiting()).toContain(`run:${second.id}`);
  expect((await bench.drive(second.id)).status).toBe("applying");
});

it("tells what is said of a run beside its status, as it was and as it is", async () => {
  const { id } = await ask("told", "payments");
  await bench.drive(id);
  await reportRun(s.as(s.people.admin), id, { statusLabel: "Go" });
  await takeNews(bench.ctx(), { runId: id }, { state: "succeeded", links: ["https://a.example"] });
  const events = await s.database
    .sql`select type, payload from outbox where payload->>'runId' = ${id} order by id`;
  expect(events[0]).toMatchObject({ type: "run.created", payload: { runId: id } });
  const changes = events.filter(({ type }) => type === "run.changed").map(({ payload }) => payload);
  expect(changes).toMatchObject([
    { before: { statusLabel: null }, after: { statusLabel: "Go" } },
    { before: { link: [] }, after: { link: ["https://a.example"] } },
  ]);
});

it("knows the environment of a run by its inputs", async () => {
  const { environment } = await ask("x", "payments", { inputs: { name: "x", environment: "production" } });
  expect(environment).toBe("production");
});

it("asks about an interrupted run, and goes on with what it hears", async () => {
  remote.can.repeat = false;
  const { id } = await ask("heard", "payments");
  await bench.drive(id);
  await s.database.sql`update runs set status = 'interrupted', poll_at = now() where id = ${id}`;
  remote.onPoll = () => ({ state: "succeeded", summary: "it had arrived" });
  await recoverRuns(bench.ctx(), bench.engine(), []);
  expect(await bench.drive(id)).toMatchObject({
    status: "succeeded",
    summary: "it had arrived",
    failure: null,
  });
});

it("stores the answer to a call that a stopping worker had begun, and another goes on", async () => {
  const { id } = await ask("drained", "payments");
  remote.onCall = () => {
    bench.stopping.abort();
    return { state: "succeeded", summary: "done meanwhile" };
  };
  await bench.drive(id);
  expect(await s.run(id)).toMatchObject({ status: "registering", leaseOwner: null });
  const next = remoteBench(s, remote);
  expect((await next.drive(id)).status).toBe("succeeded");
  expect(remote.calls).toHaveLength(1);
});

it("wakes runs that are due, and leaves alone those that wait", async () => {
  const due = await ask("due", "payments");
  const quiet = await ask("quiet", "payments");
  await bench.drive(due.id);
  await bench.drive(quiet.id);
  await bench.due(due.id);
  await s.database
    .sql`select graphile_worker.remove_job(key) from graphile_worker.jobs where key is not null`;
  await recoverRuns(bench.ctx(), bench.engine(), []);
  expect(await waiting()).toEqual([`run:${due.id}`]);
});
