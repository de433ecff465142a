import fs from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { workspaces } from "@/db/schema/workspaces";
import { decide } from "@/server/approvals/service/decide";
import { requirementOfRule } from "@/server/approvals/core/requirement";
import { expireDue, requestApproval } from "@/server/approvals/service/request";
import { deliverEvents } from "@/server/kernel/testing-outbox";
import { transaction } from "@/server/kernel/transaction";
import { readReport } from "@/server/pipelines/execution/spool";
import { eventually } from "@/server/pipelines/execution/testing";
import { LEADS, type Stage, stage } from "@/server/runs/testing";
import { findExecution } from "@/server/runs/store/executions";
import { move } from "@/server/runs/store/runs";
import { subscriptions } from "@/server/subscriptions";
import type { WorkerProcess } from "@/server/worker/process";
import { acknowledgeRun } from "./acknowledge";
import { cancelRun } from "./cancel";
import { getRun } from "./read";
import { latestState } from "./state";
import { findEntity } from "./catalog";

let s: Stage;
const workers: WorkerProcess[] = [];
beforeAll(async () => {
  s = await stage();
  s.startSupervisor({ WAYMARK_INTERRUPT_GRACE_MS: "5000" });
});
afterAll(() => s.close());

/** Waits for a signal; says in a file that it began, and that it ended in order. */
const patient = (name: string) => {
  const file = (what: string) => path.join(s.dataDir, `${name}.${what}`);
  return {
    script: `trap 'echo stopping; touch ${file("stopped")}; exit 1' INT; touch ${file("begun")}; while :; do sleep 0.05; done`,
    begun: () => eventually(() => fs.existsSync(file("begun"))),
    stopped: () => fs.existsSync(file("stopped")),
  };
};

it("cancels a run that waits in the queue, or for approval, at once", async () => {
  const queued = await s.create("queued");
  expect(await cancelRun(s.as(s.people.dev), queued.id, "wrong name")).toMatchObject({ status: "cancelled" });
  workers.push(await s.startWorker());
  const { id } = await s.create("waiting", { rule: LEADS });
  await s.reaches(id, "awaiting_approval");
  expect(await cancelRun(s.as(s.people.admin), id)).toMatchObject({
    status: "cancelled",
    cancelRequestedBy: "ada",
  });
  await expect(decide(s.as(s.people.lead), id, { status: "APPROVE" })).rejects.toThrow();
  await expect(cancelRun(s.as(s.people.dev), id)).rejects.toThrow(/over already/);
  const [workspace] = await s.database.db
    .select()
    .from(workspaces)
    .where(eq(workspaces.name, "database/waiting"));
  expect(workspace?.heldByRun).toBeNull();
});

it.each(["plan", "apply"] as const)(
  "stops Terraform in order while it works on the %s, and is cancelled only then",
  async (stageName) => {
    const wait = patient(stageName);
    s.script({ [stageName]: wait.script });
    const { id } = await s.create(`stopped-${stageName}`);
    await wait.begun();
    const asked = await cancelRun(s.as(s.people.dev), id, "changed my mind");
    expect(asked.status).toBe(stageName === "plan" ? "planning" : "applying");
    expect(asked.cancelRequestedAt).not.toBeNull();
    const run = await s.reaches(id, "cancelled");
    expect(wait.stopped()).toBe(true);
    const execution = await findExecution(s.database.db, id, stageName);
    expect((await readReport(s.dataDir, execution!.id)).state).not.toBe("running");
    const [workspace] = await s.database.db
      .select()
      .from(workspaces)
      .where(eq(workspaces.id, run.workspaceId!));
    expect(workspace).toMatchObject({ heldByRun: null, status: "active" });
    expect(await findEntity(s.as(s.people.dev), "database", `stopped-${stageName}`)).toBeNull();
    s.script({});
  },
);

it("can be acknowledged when a cancelled apply could not store its state, and puts the rescued one in place", async () => {
  const file = path.join(s.dataDir, "unsaved.begun");
  s.script({
    apply: `trap 'echo "{\\"version\\":4,\\"serial\\":1,\\"lineage\\":\\"l1\\",\\"resources\\":[]}" > errored.tfstate; exit 1' INT; touch ${file}; while :; do sleep 0.05; done`,
  });
  const { id } = await s.create("unsaved");
  await eventually(() => fs.existsSync(file));
  await cancelRun(s.as(s.people.dev), id);
  const run = await s.reaches(id, "cancelled");
  expect(run.failure?.code).toBe("state_not_saved");
  await expect(s.create("unsaved")).rejects.toThrow(/blocked/);
  expect((await getRun(s.as(s.people.lead), id)).can.acknowledge).toBe(true);
  const after = await acknowledgeRun(s.as(s.people.lead), id, {
    reason: "Looked at it.",
    useRescuedState: true,
  });
  expect(after.status).toBe("cancelled");
  const state = await latestState(s.as(s.people.admin), run.workspaceId!);
  expect(JSON.parse(state!.toString())).toMatchObject({ serial: 1, lineage: "l1" });
  await expect(acknowledgeRun(s.as(s.people.lead), id, { reason: "Again." })).rejects.toThrow(
    /nothing to acknowledge/,
  );
  s.script({});
  const again = await s.create("unsaved");
  await s.reaches(again.id, "succeeded");
});

it("lets only the requester and administrators cancel, and hides the run from the rest", async () => {
  const { id } = await s.create("private", { rule: LEADS });
  await expect(cancelRun(s.as(s.people.other), id)).rejects.toThrow(/was not found/);
  await expect(cancelRun(s.as(s.people.lead), id)).rejects.toThrow(/Only the person who requested/);
});

it("refuses to cancel what is being registered", async () => {
  const run = await s.submit();
  await s.reaches(run.id, "succeeded");
  await s.database
    .sql`update runs set status = 'registering', ended_at = null, lease_until = now() + interval '1 hour' where id = ${run.id}`;
  await expect(cancelRun(s.as(s.people.dev), run.id)).rejects.toThrow(/too late/);
});

const asAdmin = <T>(work: Parameters<typeof transaction<T>>[1]) => transaction(s.as(s.people.admin), work);
const SUBJECT = "0".repeat(64);

/** A run that waits for approval, without a worker: its job is taken away, so that nothing but the test moves it. */
async function waitingRun(name: string) {
  const { id } = await s.create(name, { rule: LEADS });
  await s.database.sql`select graphile_worker.remove_job(${`run:${id}`})`;
  const request = await asAdmin(async (tx) => {
    await move(tx, { runId: id, from: "queued", to: "planning" });
    await move(tx, { runId: id, from: "planning", to: "checking" });
    await move(tx, { runId: id, from: "checking", to: "awaiting_approval", set: { subjectHash: SUBJECT } });
    return requestApproval(tx, {
      runId: id,
      title: name,
      requirement: requirementOfRule(LEADS),
      brief: null,
      subjectHash: SUBJECT,
      requesterId: s.people.dev.id,
      excludedUserIds: [],
    });
  });
  return { id, requestId: request.id };
}

/** Delivers every event of the run's approval, twice and in any order, as an outbox may. */
async function deliverAll(runId: string) {
  const events = await s.database.sql<
    { id: number }[]
  >`select id::int from outbox where payload->>'runId' = ${runId} and type = 'approval.decided'`;
  await Promise.all(
    [...events, ...events].map((e) =>
      deliverEvents(s.as({ kind: "system", name: "Waymark" }), [e.id], subscriptions),
    ),
  );
}

/** Comes later by so many round trips to the database. */
async function later(trips: number) {
  for (let i = 0; i < trips * 3; i++) await s.database.sql`select 1`;
}

it("ends in one way when it is approved, declined, cancelled and expired at the same time, 200 times", async () => {
  for (const worker of workers) await worker.stop();
  const tally: Record<string, number> = {};
  for (let i = 0; i < 200; i++) {
    const { id, requestId } = await waitingRun(`race-${i}`);
    // Half of them can expire at once, so that each of the four has its chance.
    if (i % 2)
      await s.database
        .sql`update approval_requests set request_expires_at = now() + interval '1 millisecond' where run_id = ${id}`;
    const contenders = [
      () => decide(s.as(s.people.lead), id, { status: "APPROVE" }).then(() => deliverAll(id)),
      () =>
        decide(s.as(s.people.lead), id, { status: "DECLINE", description: "No." }).then(() => deliverAll(id)),
      ...(i % 3 ? [() => later(i % 7).then(() => cancelRun(s.as(s.people.dev), id))] : []),
      () => asAdmin((tx) => expireDue(tx, requestId)).then(() => deliverAll(id)),
    ];
    const first = i % contenders.length;
    await Promise.allSettled([...contenders.slice(first), ...contenders.slice(0, first)].map((go) => go()));
    // Who asked before the moment of expiry found nothing due, who decided after it came too late: then the sweep ends it.
    await asAdmin((tx) => expireDue(tx, requestId));
    await deliverAll(id);
    const { status } = await s.run(id);
    tally[status] = (tally[status] ?? 0) + 1;
    const [request] = await s.database.sql`select status from approval_requests where run_id = ${id}`;
    // A cancellation may overtake the delivery of a decision, but never the run that the decision let start.
    expect(`${status} after ${String(request!.status)}`).toMatch(
      /^(approved after approved|declined after declined|expired after expired|cancelled after (withdrawn|declined|expired))$/,
    );
    const ends = await s.database
      .sql`select 1 from run_events where run_id = ${id} and data->>'to' in ('declined', 'cancelled', 'expired', 'stale')`;
    expect(ends).toHaveLength(status === "approved" ? 0 : 1);
  }
  expect(Object.keys(tally).length).toBeGreaterThan(2);
}, 240_000);

it("lets one of twenty moves win", async () => {
  const { id } = await waitingRun("contended");
  const won = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      asAdmin((tx) =>
        move(tx, {
          runId: id,
          from: "awaiting_approval",
          to: (["approved", "declined", "expired", "cancelled"] as const)[i % 4]!,
        }),
      ),
    ),
  );
  expect(won.filter(Boolean)).toHaveLength(1);
});
