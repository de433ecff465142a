import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
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
