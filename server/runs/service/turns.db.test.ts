import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createEntity } from "@/server/catalog/service/entities";
import { Forbidden } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import { type Stage, stage, targetOf } from "@/server/runs/testing";
import {
  remoteBench,
  type ScriptedRemote,
  scriptedRemote,
  webhookAction,
} from "@/server/runs/testing-remote";
import { startDrive } from "./drive";
import { endRun } from "./finish";
import { recoverRuns } from "./recover";
import { reportRun } from "./report";
import { changeRunSettings, runSettings } from "./settings";
import { takeTurn } from "./stages/begin";
import { takeNews } from "./told";
import { takesTurn } from "./turns";

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
  await forgetJobs();
});
afterAll(() => s.close());

const plain = webhookAction({}, { mapping: undefined });
const ask = (name: string, team: string, over: Parameters<Stage["submit"]>[0] = {}) =>
  s.submit({ action: plain, inputs: { name }, team, ...over });
const waiting = async () =>
  (await s.database.sql`select key from graphile_worker.jobs where key like 'run:%'`).map(
    (row) => row.key as string,
  );
const forgetJobs = () =>
  s.database.sql`select graphile_worker.remove_job(key) from graphile_worker.jobs where key is not null`;
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
  await forgetJobs();

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

it("is not held back behind one that cannot begin itself", async () => {
  await changeRunSettings(s.as(s.people.admin), { runsPerTeam: 2 });
  const first = await ask("c1", "payments");
  const second = await ask("c2", "payments");
  const third = await ask("c3", "payments");
  for (const run of [first, second])
    await s.database.sql`update runs set serial_key = 'k' where id = ${run.id}`;
  await begun(first.id);
  await s.database.sql`update runs set held_back = true where id = ${second.id}`;
  expect((await bench.drive(third.id)).status).toBe("applying");
});

it("gives a turn that came at the moment at which a run was held back", async () => {
  await changeRunSettings(s.as(s.people.admin), { runsPerTeam: 1 });
  const [busy, next, other] = [
    await ask("d1", "payments"),
    await ask("d2", "payments"),
    await ask("d3", "logistics"),
  ];
  await begun(busy.id);
  await forgetJobs();
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  let hold = () => {};
  const held = new Promise<void>((resolve) => (hold = resolve));
  const holding = transaction(bench.ctx(), async (tx) => {
    expect(await takesTurn(tx, next, next.fence)).toBe(false);
    hold();
    await ended;
  });
  await held;
  // Neither sees what the other writes: nobody was held back yet, and nothing had ended yet.
  for (const run of [busy, other])
    await transaction(bench.ctx(), (tx) =>
      endRun(tx, { runId: run.id, from: ["queued", "planning"], to: "failed" }),
    );
  end();
  await holding;
  await forgetJobs();
  await recoverRuns(bench.ctx(), bench.engine(), []);
  expect(await waiting()).toEqual([`run:${next.id}`]);
});

describe("a workspace", () => {
  const workspaceOf = async (id: string) => {
    const [row] = await s.database
      .sql`select w.id, w.held_by_run from workspaces w join runs r on r.workspace_id = w.id where r.id = ${id}`;
    return row as { id: string; held_by_run: string | null };
  };

  it("is not taken by a worker that was held up until another had brought the run to its end", async () => {
    const { id } = await s.create("late");
    const drive = await startDrive(bench.ctx(), bench.engine(), id);
    const run = await drive!.load();
    await s.database
      .sql`update runs set fence = fence + 1, status = 'failed', ended_at = now() where id = ${id}`;
    expect(await takeTurn(drive!, run)).toBe("on");
    await drive!.release();
    expect((await workspaceOf(id)).held_by_run).toBeNull();
  });

  it("that a run holds which has ended is given to the next one", async () => {
    const gone = await s.create("kept");
    const { id } = await workspaceOf(gone.id);
    await s.database.sql`update runs set status = 'failed', ended_at = now() where id = ${gone.id}`;
    await s.database.sql`update workspaces set held_by_run = ${gone.id} where id = ${id}`;
    const next = await s.create("kept");
    await forgetJobs();
    await recoverRuns(bench.ctx(), bench.engine(), []);
    expect((await workspaceOf(next.id)).held_by_run).toBeNull();
    expect(await waiting()).toEqual([`run:${next.id}`]);
  });
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
  await forgetJobs();
  await reportRun(s.as(s.people.admin), first.id, { status: "FAILURE" });
  expect(await waiting()).toContain(`run:${second.id}`);
  expect((await bench.drive(second.id)).status).toBe("applying");
});

it("tells what is said of a run beside its status, as it was and as it is", async () => {
  const { id } = await ask("told", "payments");
  await bench.drive(id);
  await reportRun(s.as(s.people.admin), id, { statusLabel: "Go" });
  await transaction(bench.ctx(), (tx) =>
    takeNews(tx, id, { state: "succeeded", links: ["https://a.example"] }),
  );
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
  const { id } = await ask("drained", "payments", { action: webhookAction() });
  remote.onCall = () => {
    bench.stopping.abort();
    return { state: "succeeded", summary: "done meanwhile", response: { host: "db.example" } };
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
  await forgetJobs();
  await recoverRuns(bench.ctx(), bench.engine(), []);
  expect(await waiting()).toEqual([`run:${due.id}`]);
});
