import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { eventually } from "@/server/pipelines/execution/testing";
import { systemContext } from "./context";
import { enqueue } from "./jobs";
import { transaction } from "./transaction";

let database: TestDatabase;
const ctx = () => systemContext(database.db, "test", "t");
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const add = (runId: string) =>
  transaction(ctx(), (tx) => enqueue(tx, "runs.advance", { runId }, { key: `run:${runId}` }));
const waiting = async (runId: string) => {
  const rows = await database.sql`
    select j.id from graphile_worker.jobs j where j.key = ${`run:${runId}`} and j.locked_at is null and j.attempts < j.max_attempts`;
  return rows.length;
};

it("waits once, however often it is added", async () => {
  await add("often");
  await add("often");
  expect(await waiting("often")).toBe(1);
});

it("waits again when it is added while one is at work", async () => {
  await add("busy");
  await database.sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'w' where key = 'run:busy'`;
  await add("busy");
  expect(await waiting("busy")).toBe(1);
});

it("is not lost when the one that waits is taken at the very moment at which it is added", async () => {
  await add("taken");
  let take = () => {};
  const mayTake = new Promise<void>((resolve) => (take = resolve));
  let taken = () => {};
  const isTaken = new Promise<void>((resolve) => (taken = resolve));
  const worker = database.sql.begin(async (q) => {
    await q`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'w' where key = 'run:taken'`;
    taken();
    await mayTake;
  });
  await isTaken;
  const adding = add("taken");
  // It has seen the job wait, and is about to replace it.
  await eventually(
    async () =>
      (
        await database.db.execute(sql`
          select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
      ).length > 0,
  );
  take();
  await Promise.all([worker, adding]);
  expect(await waiting("taken")).toBe(1);
});
