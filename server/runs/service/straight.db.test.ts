import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Stage, stage } from "@/server/runs/testing";
import {
  remoteBench,
  type ScriptedRemote,
  scriptedRemote,
  webhookAction,
} from "@/server/runs/testing-remote";
import { advance } from "./advance";
import { recoverRuns } from "./recover";

/** Runs that go from the queue to their call in one transaction, and what a crash in the middle leaves. */
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

const plain = webhookAction({}, { mapping: undefined });
const ask = (name: string, over: Parameters<Stage["submit"]>[0] = {}) =>
  s.submit({ action: plain, inputs: { name }, team: "payments", ...over });
const timeline = async (runId: string) =>
  (await s.database.sql`select seq, type, data from run_events where run_id = ${runId} order by seq`).map(
    ({ seq, type, data }) => [seq, (data as { to?: string }).to ?? type] as [number, string],
  );

it("says in the timeline all that it passed through, in order and once", async () => {
  remote.onCall = () => ({ state: "succeeded", summary: "made" });
  const { id } = await ask("way");
  expect(await bench.drive(id)).toMatchObject({ status: "succeeded", leaseOwner: null, summary: "made" });
  expect((await timeline(id)).map(([, what]) => what)).toEqual([
    "submitted",
    "planning",
    "checking",
    "approved",
    "applying",
    "called",
    "registering",
    "succeeded",
  ]);
  expect((await timeline(id)).map(([seq]) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

it("keeps the same of the run as one that goes stage by stage", async () => {
  const of = async (id: string) => {
    const run = await bench.drive(id);
    const [call] = await s.database.sql`select kind, status, attempts from run_calls where run_id = ${id}`;
    const kept = await s.database.sql`select 1 from policy_cases where run_id = ${id}`;
    return {
      call,
      cases: kept.length,
      status: run.status,
      label: run.statusLabel,
      payload: { ...(run.payload as object), body: null },
      frozen: run.executedHash === run.subjectHash && run.payloadSha256 !== null,
      estimate: run.estimate,
      times: [run.startedAt, run.calledAt, run.deadlineAt].map((at) => at instanceof Date),
    };
  };
  const straight = await of((await ask("one")).id);
  const byStage = await ask("two");
  await s.database.sql`update runs set serial_key = 'alone' where id = ${byStage.id}`;
  expect(await of(byStage.id)).toEqual(straight);
});

it("is queued still, and begun by the next worker, when the transaction of its way is lost", async () => {
  const { id } = await ask("lost");
  // The last statement of the transaction cannot be carried out, as when the database goes away before the commit.
  await s.database.sql`alter table run_calls rename to run_calls_away`;
  await expect(advance(bench.ctx(), bench.engine(), id)).rejects.toThrow();
  await s.database.sql`alter table run_calls_away rename to run_calls`;
  expect(await s.run(id)).toMatchObject({ status: "queued", payload: null, calledAt: null });
  expect((await timeline(id)).map(([, what]) => what)).toEqual(["submitted"]);
  expect(remote.calls).toHaveLength(0);
  expect((await bench.drive(id)).status).toBe("applying");
  expect(remote.calls).toHaveLength(1);
});

it("is called again with the same id by the next worker, when one died while it called", async () => {
  const { id } = await ask("died");
  let called = () => {};
  const isCalled = new Promise<void>((resolve) => (called = resolve));
  remote.onCall = () => {
    called();
    return new Promise(() => undefined);
  };
  const dead = bench.engine();
  void advance(bench.ctx(), dead, id);
  await isCalled;
  const [before] = await s.database.sql`select call_id, status, attempts from run_calls where run_id = ${id}`;
  expect(before).toMatchObject({ status: "calling", attempts: 1 });

  remote.onCall = () => ({ state: "succeeded" });
  await recoverRuns(bench.ctx(), bench.engine(), [dead.owner]);
  expect(await bench.drive(id)).toMatchObject({ status: "succeeded" });
  expect(remote.calls.map(({ callId, attempt }) => ({ callId, attempt }))).toEqual([
    { callId: before!.call_id as string, attempt: 1 },
    { callId: before!.call_id as string, attempt: 2 },
  ]);
});

it("goes stage by stage, and says what stands in its way, where something does", async () => {
  const { id } = await s.submit({
    action: webhookAction({}, { mapping: undefined, url: "{{ .inputs.nothing.more | error }}" }),
    inputs: { name: "broken" },
  });
  expect(await bench.drive(id)).toMatchObject({
    status: "failed",
    failure: { stage: "prepare", code: "template" },
  });
});
