import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemContext } from "@/server/kernel/context";
import { publish } from "@/server/kernel/events";
import { deliverEvents } from "@/server/kernel/testing-outbox";
import { transaction } from "@/server/kernel/transaction";
import { eventually } from "@/server/pipelines/execution/testing";
import { action, type Stage, stage } from "@/server/runs/testing";
import { submitRun } from "@/server/runs/service/submit";
import { subscriptions } from "@/server/subscriptions";

let s: Stage;
beforeAll(async () => {
  s = await stage();
  s.startSupervisor();
  await s.startWorker();
});
afterAll(() => s.close());

const emit = () =>
  transaction(s.as(s.people.admin), async (tx) => {
    await publish(tx, "run.ended", { runId: "r_x", status: "succeeded" });
    const [row] = await tx.db.execute<{ id: number }>(sql`select max(id)::int as id from outbox`);
    return row!.id;
  });
const delivered = (id: number) =>
  eventually(
    async () =>
      (await s.database.sql`select 1 from outbox where id = ${id} and delivered_at is not null`).length === 1,
  );

it("delivers an event once its transaction is committed, and once only", async () => {
  const id = await emit();
  await delivered(id);
  expect(await deliverEvents(systemContext(s.database.db, "test", "none"), [id], subscriptions)).toBe(0);
});

it("delivers an event of which nobody was told", async () => {
  const [row] = await s.database
    .sql`insert into outbox (type, payload, created_at) values ('run.ended', '{"runId": "r_y", "status": "failed"}', now() - interval '1 minute') returning id::int`;
  await delivered(Number(row!.id));
});

it("takes up a job that a worker holds which never gave a sign of life", async () => {
  const [row] = await s.database
    .sql`insert into outbox (type, payload) values ('run.ended', '{"runId": "r_z", "status": "failed"}') returning id::int`;
  const id = Number(row!.id);
  await s.database.sql.begin(async (q) => {
    await q`select graphile_worker.add_job('kernel.deliver', ${JSON.stringify({ eventIds: [id] })}::text::json, job_key := ${`event:${id}`})`;
    await q`update graphile_worker._private_jobs set locked_by = 'worker-ghost', locked_at = now() - interval '1 minute' where key = ${`event:${id}`}`;
  });
  // The event itself is delivered without it.
  await eventually(
    async () =>
      (await s.database.sql`select 1 from graphile_worker._private_jobs where key = ${`event:${id}`}`)
        .length === 0,
  );
});

it("takes up a run whose job was lost, and whose claim is held by a worker that died", async () => {
  await s.database
    .sql`insert into worker_heartbeats (worker_id, host, pid, seen_at) values ('w_dead', 'h', 1, now() - interval '1 minute')`;
  const input = {
    action: action(),
    blueprint: "database",
    inputs: { name: "orphan" },
    target: null,
    team: "payments",
    rule: null,
  };
  const { id } = await transaction(s.as(s.people.dev), async (tx) => {
    const run = await submitRun(tx, input);
    await tx.db.execute(sql`select graphile_worker.remove_job(${`run:${run.id}`})`);
    await tx.db.execute(
      sql`update runs set lease_owner = 'w_dead', lease_until = now() + interval '1 hour' where id = ${run.id}`,
    );
    return run;
  });
  await s.reaches(id, "succeeded");
});

it("says that it lives, for itself and for each of its lanes' workers", async () => {
  await eventually(
    async () =>
      (
        await s.database
          .sql`select 1 from worker_heartbeats where pid = ${process.pid} and seen_at > now() - interval '5 seconds'`
      ).length >= 13,
  );
});
