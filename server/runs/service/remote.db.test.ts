import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { decide } from "@/server/approvals/service/decide";
import { Unavailable } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import { createSecret } from "@/server/pipelines/secrets";
import { RemoteRefused } from "@/server/pipelines/remote";
import { LEADS, type Stage, stage } from "@/server/runs/testing";
import {
  remoteBench,
  type ScriptedRemote,
  scriptedRemote,
  webhookAction,
} from "@/server/runs/testing-remote";
import { cancelRun } from "./cancel";
import { acknowledgeRun } from "./acknowledge";
import { onApprovalDecided } from "./decided";

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

const callOf = async (runId: string) =>
  (await s.database.sql`select * from run_calls where run_id = ${runId}`)[0];
const ask = (name: string, over: Parameters<Stage["submit"]>[0] = {}) =>
  s.submit({ action: webhookAction(), inputs: { name }, ...over });

/** What the lead decides, and what the event of it does. */
const approve = async (runId: string) => {
  await decide(s.as(s.people.lead), runId, { status: "APPROVE" });
  await transaction(bench.ctx(), (tx) =>
    onApprovalDecided(tx, { requestId: "", runId, status: "approved", by: "Lea" }),
  );
};

describe("a run of a backend that works elsewhere", () => {
  it("is rendered, called once, and registered with what was answered", async () => {
    remote.onCall = () => ({
      state: "succeeded",
      externalId: "77",
      links: ["https://ci.example/77"],
      response: { host: "db.example" },
      log: [{ level: "info", text: "made it" }],
    });
    const { id } = await ask("direct");
    const run = await bench.drive(id);
    expect(run).toMatchObject({
      status: "succeeded",
      externalRunId: "77",
      links: ["https://ci.example/77"],
      response: { host: "db.example" },
      payload: { type: "WEBHOOK", url: "https://hooks.example/make", body: { name: "direct", run: id } },
      plan: null,
      workspaceId: null,
    });
    expect(run.executedHash).toBe(run.subjectHash);
    expect(remote.calls).toHaveLength(1);
    expect(await callOf(id)).toMatchObject({ status: "answered", attempts: 1 });
    const [entity] = await s.database.sql`select properties, title from entities where identifier = 'direct'`;
    expect(entity).toMatchObject({ title: "Database direct", properties: { host: "db.example" } });
    const lines = await s.database.sql`select text from run_logs where run_id = ${id}`;
    expect(lines.map((line) => line.text)).toEqual(["made it"]);
  });

  it("needs no blueprint and no mapping", async () => {
    remote.onCall = () => ({ state: "succeeded" });
    const { id } = await ask("nothing", {
      blueprint: null,
      action: webhookAction({}, { mapping: undefined }),
    });
    expect(await bench.drive(id)).toMatchObject({ status: "succeeded", target: null, blueprint: null });
  });

  it("is not called before it is approved, and sends what was approved", async () => {
    const { id } = await ask("approved", { rule: LEADS });
    expect((await bench.drive(id)).status).toBe("awaiting_approval");
    expect(remote.calls).toEqual([]);
    await approve(id);
    expect((await bench.drive(id)).status).toBe("applying");
    expect(remote.calls).toHaveLength(1);
  });

  it("keeps secrets by reference: they are sent, and stand in no row", async () => {
    await createSecret(s.as(s.people.admin), { name: "HOOK_KEY", value: "top-secret-canary" });
    remote.onCall = (call) => ({
      state: "succeeded",
      response: { said: `Bearer top-secret-canary by ${call.runToken.reveal()}` },
      log: [{ level: "info", text: "with top-secret-canary" }],
    });
    const { id } = await ask("secretive", {
      action: webhookAction(
        {},
        { mapping: undefined, headers: { authorization: "Bearer {{ .secrets.HOOK_KEY }}" } },
      ),
    });
    const run = await bench.drive(id);
    expect(run.status).toBe("succeeded");
    expect(remote.calls[0]?.invocation).toMatchObject({
      headers: { authorization: "Bearer top-secret-canary" },
    });
    expect(run.payload).toMatchObject({ headers: { authorization: "••••" } });
    const rows = await s.database.sql`select to_jsonb(r)::text as t from runs r where id = ${id}
      union all select to_jsonb(l)::text from run_logs l where run_id = ${id}
      union all select to_jsonb(e)::text from run_events e where run_id = ${id}`;
    expect(rows.map((row) => row.t).join("\n")).not.toContain("top-secret-canary");
    expect(JSON.stringify(run.response)).not.toContain("wmc_");
    expect(await s.database.sql`select 1 from run_secrets where run_id = ${id}`).toHaveLength(0);
  });

  it("fails with what the other side answered when it is refused", async () => {
    remote.onCall = () => {
      throw new RemoteRefused("hooks.example refused: it answered 404.");
    };
    const { id } = await ask("refused");
    expect(await bench.drive(id)).toMatchObject({
      status: "failed",
      failure: { stage: "apply", code: "refused", message: "hooks.example refused: it answered 404." },
    });
  });

  it("tries again with the same id what did not answer, and gives up when its time is over", async () => {
    remote.onCall = () => {
      throw new Unavailable("hooks.example did not answer.");
    };
    const { id } = await ask("patient");
    expect((await bench.drive(id)).status).toBe("applying");
    await bench.drive(id);
    expect(remote.calls).toHaveLength(1);
    await bench.due(id);
    await bench.drive(id);
    expect(remote.calls.map((call) => call.attempt)).toEqual([1, 2]);
    expect(new Set(remote.calls.map((call) => call.callId)).size).toBe(1);
    await s.database.sql`update runs set deadline_at = now(), poll_at = now() where id = ${id}`;
    expect(await bench.drive(id)).toMatchObject({ status: "failed", failure: { code: "unavailable" } });
  });

  it("has a day to be taken where the action sets no limit, and then the usual hour", async () => {
    const minutesLeft = async (id: string) => {
      const [row] = await s.database
        .sql`select round(extract(epoch from deadline_at - now()) / 60)::int as n from runs where id = ${id}`;
      return row!.n as number;
    };
    remote.onCall = ({ attempt }) => {
      if (attempt === 1) throw new Unavailable("hooks.example did not answer.");
      return { state: "waiting" };
    };
    const { id } = await ask("overnight");
    await bench.drive(id);
    expect(await minutesLeft(id)).toBe(24 * 60);
    await bench.due(id);
    await bench.drive(id);
    expect(await minutesLeft(id)).toBe(60);
    const limited = await s.create("limited", { action: webhookAction({}, { timeoutMinutes: 90 }) });
    await bench.drive(limited.id);
    expect(await minutesLeft(limited.id)).toBe(90);
    await bench.due(limited.id);
    await bench.drive(limited.id);
    expect(await minutesLeft(limited.id)).toBe(90);
  });

  it("is interrupted when nobody can say whether a call arrived that must not be made twice", async () => {
    remote.can.repeat = false;
    remote.onCall = () => {
      throw new Unavailable("hooks.example did not answer.");
    };
    const { id } = await ask("unclear");
    expect(await bench.drive(id)).toMatchObject({ status: "interrupted", failure: { code: "interrupted" } });
    expect(await callOf(id)).toMatchObject({ status: "unknown", attempts: 1 });
    const after = await acknowledgeRun(s.as(s.people.lead), id, { reason: "It never arrived." });
    expect(after.status).toBe("failed");
  });

  it("makes a call again that a dead worker had begun, with the same id, or is interrupted", async () => {
    for (const [repeat, status] of [
      [true, "applying"],
      [false, "interrupted"],
    ] as const) {
      remote.can.repeat = repeat;
      const { id } = await ask(`dead-${repeat}`);
      await bench.drive(id);
      const callId = remote.calls.at(-1)?.callId;
      const before = remote.calls.length;
      await s.database.sql`update run_calls set status = 'calling', answered_at = null where run_id = ${id}`;
      await bench.due(id);
      expect((await bench.drive(id)).status).toBe(status);
      expect(remote.calls.length - before).toBe(repeat ? 1 : 0);
      if (repeat) expect(remote.calls.at(-1)).toMatchObject({ callId, attempt: 2 });
    }
  });

  it("asks the other side when nobody tells, and fails when its time is over", async () => {
    const { id } = await ask("silent");
    await bench.drive(id);
    expect(remote.polls).toBe(0);
    remote.onPoll = () => ({ state: "waiting", statusLabel: "half done" });
    await bench.due(id);
    expect(await bench.drive(id)).toMatchObject({ status: "applying", statusLabel: "half done" });
    remote.onPoll = () => ({ state: "failed", message: "the build broke" });
    await bench.due(id);
    expect(await bench.drive(id)).toMatchObject({
      status: "failed",
      failure: { code: "reported", message: "the build broke" },
    });

    remote.onPoll = () => ({ state: "waiting" });
    const late = await ask("late");
    await bench.drive(late.id);
    await s.database.sql`update runs set deadline_at = now(), poll_at = now() where id = ${late.id}`;
    expect(await bench.drive(late.id)).toMatchObject({ status: "failed", failure: { code: "timeout" } });
  });

  it("is cancelled at every stage, and says so where it cannot be stopped", async () => {
    const early = await ask("early");
    expect((await cancelRun(s.as(s.people.dev), early.id)).status).toBe("cancelled");

    const pending = await ask("pending", { rule: LEADS });
    await bench.drive(pending.id);
    expect((await cancelRun(s.as(s.people.dev), pending.id)).status).toBe("cancelled");

    const stoppable = await ask("stoppable");
    await bench.drive(stoppable.id);
    await cancelRun(s.as(s.people.dev), stoppable.id);
    expect(await bench.drive(stoppable.id)).toMatchObject({
      status: "applying",
      statusLabel: "Asked to stop",
    });
    expect(remote.stops).toBe(1);
    remote.onPoll = () => ({ state: "cancelled" });
    await bench.due(stoppable.id);
    expect((await bench.drive(stoppable.id)).status).toBe("cancelled");

    remote.can.cancel = false;
    const stubborn = await ask("stubborn");
    await bench.drive(stubborn.id);
    await cancelRun(s.as(s.people.dev), stubborn.id);
    expect(await bench.drive(stubborn.id)).toMatchObject({
      status: "cancelled",
      failure: { message: expect.stringContaining("may still happen") as string },
    });
    expect(remote.stops).toBe(1);
  });

  it("fails when what was stored is not what was approved", async () => {
    const ways = [
      (id: string) =>
        s.database
          .sql`update runs set payload = payload || '{"url":"https://evil.example"}' where id = ${id}`,
      (id: string) => s.database.sql`update runs set payload_sha256 = repeat('0', 64) where id = ${id}`,
      (id: string) => s.database.sql`update runs set inputs = '{"name":"other"}' where id = ${id}`,
      (id: string) =>
        s.database
          .sql`update run_secrets set sealed = set_byte(sealed, 40, (get_byte(sealed, 40) + 1) % 256) where run_id = ${id}`,
    ];
    for (const [index, tamper] of ways.entries()) {
      const { id } = await ask(`tampered-${index}`, { rule: LEADS });
      await bench.drive(id);
      await approve(id);
      await tamper(id);
      expect(await bench.drive(id)).toMatchObject({ status: "failed", failure: { code: "integrity" } });
    }
    expect(remote.calls).toEqual([]);
  });
});
