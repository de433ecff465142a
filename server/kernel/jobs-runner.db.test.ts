import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { eventually } from "@/server/pipelines/execution/testing";
import { runJobs, type JobHandlers, type JobsRunner } from "./jobs-runner";

let database: TestDatabase;
let jobs: JobsRunner | undefined;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await jobs?.stop();
  await database.close();
});

it("lets a lane go on while every worker of the others is busy, with few connections for all", async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  let begun = 0;
  let done = () => {};
  const isDone = new Promise<void>((resolve) => (done = resolve));
  const busy = async () => {
    begun += 1;
    await released;
  };
  const handlers = {
    "runs.advance": busy,
    "runs.takeDelivery": busy,
    "kernel.deliver": async () => done(),
  } as unknown as JobHandlers;
  const runner = await runJobs(database.url, handlers, [
    { jobs: ["runs.advance"], concurrency: 8 },
    { jobs: ["runs.takeDelivery"], concurrency: 8 },
    { jobs: ["kernel.deliver"], concurrency: 1 },
  ]);
  for (const name of ["runs.advance", "runs.takeDelivery"])
    await database.sql`select graphile_worker.add_job(${name}) from generate_series(1, 8)`;
  await eventually(() => begun === 16);
  await database.sql`select graphile_worker.add_job('kernel.deliver')`;
  await isDone;
  const [row] = await database.sql`
    select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name not like 'postgres.js'`;
  expect(row!.n).toBeLessThanOrEqual(3 + 8);
  release();
  await runner.stop();
});

it("is broken as soon as one of its workers cannot give a job back", async () => {
  const handlers = {
    // The queue is gone when the job is done, as in an outage of the database that begins in the middle of a job.
    "kernel.deliver": async () =>
      void (await database.sql`alter schema graphile_worker rename to graphile_gone`),
  } as unknown as JobHandlers;
  jobs = await runJobs(database.url, handlers, [{ jobs: ["kernel.deliver"], concurrency: 2 }]);
  const broken = expect(jobs.broken).rejects.toThrow();
  await database.sql`select graphile_worker.add_job('kernel.deliver', '{"eventId": 1}'::json)`;
  await broken;
  await database.sql`alter schema graphile_gone rename to graphile_worker`;
});
