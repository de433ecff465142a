import { randomInt } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runExecutions } from "@/db/schema/runs";
import { workspaces } from "@/db/schema/workspaces";
import { readClaim } from "@/server/pipelines/execution/spool";
import { end, eventually } from "@/server/pipelines/execution/testing";
import { type Stage, stage } from "@/server/runs/testing";
import { logsAfter } from "@/server/runs/store/listing";
import { findExecution } from "@/server/runs/store/executions";
import { acknowledgeRun } from "./acknowledge";
import { findEntity } from "./catalog";

let s: Stage;
let sentinel: string;
beforeEach(async () => {
  s = await stage();
  sentinel = path.join(s.dataDir, "sentinel");
});
afterEach(() => s.close());

const COUNT = 40;
/** Forty effects, each told of in the log after it happened; the last leaves the outputs. */
const counting = () => ({
  apply: `i=0; while [ $i -lt ${COUNT} ]; do i=$((i+1)); echo $i >> ${sentinel}; echo "done terraform_data.r$i id-$i"; sleep 0.1; done; printf '{"host":{"value":"h"}}' > outputs.json`,
});
const effects = () =>
  fs.existsSync(sentinel) ? fs.readFileSync(sentinel, "utf8").trim().split("\n").map(Number) : [];
const numbers = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const applied = async (id: string) =>
  (await logsAfter(s.database.db, id, 0, { lines: 10_000, characters: 1e9 })).filter(
    (l) => l.stage === "apply",
  );

it("loses nothing and repeats nothing when workers are killed during an apply", async () => {
  s.startSupervisor();
  const { id } = await s.create("survivor");
  let worker = s.spawnWorker(counting());
  for (let kills = 0; kills < 3; kills++) {
    const atLeast = effects().length + 3;
    await eventually(() => effects().length >= Math.min(atLeast, COUNT - 5));
    await pause(randomInt(80));
    await end(worker, "SIGKILL");
    worker = s.spawnWorker(counting());
  }
  await s.reaches(id, "succeeded");
  expect(effects()).toEqual(numbers(COUNT));
  const lines = await applied(id);
  expect(lines.map((l) => l.text)).toEqual(numbers(COUNT).map((n) => `done terraform_data.r${n} id-${n}`));
  expect((await findExecution(s.database.db, id, "apply"))?.completed).toHaveLength(COUNT);
  expect(await findEntity(s.as(s.people.dev), "database", "survivor")).not.toBeNull();
});

it("goes on wherever a worker was killed: in the queue, the plan, the checks, the registration", async () => {
  s.startSupervisor();
  const slow = {
    plan: "sleep 0.4; printf plan > plan.bin",
    apply: `echo x >> ${sentinel}; sleep 0.4; printf '{}' > outputs.json`,
  };
  const ids: string[] = [];
  for (let i = 0; i < 6; i++) ids.push((await s.create(`edge-${i}`)).id);
  for (let kills = 0; kills < 5; kills++) {
    const worker = s.spawnWorker(slow);
    await pause(900 + randomInt(900));
    await end(worker, "SIGKILL");
  }
  s.spawnWorker(slow);
  for (const id of ids) await s.reaches(id, "succeeded");
  expect(effects()).toHaveLength(6);
  const executions = await s.database.db.select().from(runExecutions);
  expect(executions).toHaveLength(12);
}, 120_000);

it("is interrupted when Terraform itself is killed, applies nothing again, and waits for a person", async () => {
  const supervisor = s.startSupervisor();
  const { id } = await s.create("victim");
  s.spawnWorker(counting());
  await eventually(() => effects().length >= 5);
  const execution = await findExecution(s.database.db, id, "apply");
  const claim = await readClaim(s.dataDir, execution!.id);
  supervisor.kill("SIGKILL");
  process.kill(-claim!.pid, "SIGKILL");
  const run = await s.reaches(id, "interrupted");
  const done = effects();
  expect(run.failure?.code).toBe("interrupted");
  expect(run.failure?.completed?.length).toBeGreaterThanOrEqual(done.length - 1);
  expect(run.failure?.completed?.every((c) => !c.inState)).toBe(true);
  const [workspace] = await s.database.db
    .select()
    .from(workspaces)
    .where(eq(workspaces.id, run.workspaceId!));
  expect(workspace).toMatchObject({ status: "blocked", heldByRun: id });
  await expect(s.create("victim")).rejects.toThrow(/blocked/);

  s.startSupervisor();
  // Long enough for every sweep and job there is: another run goes all its way.
  const bystander = await s.create("bystander");
  await s.reaches(bystander.id, "succeeded");
  expect(effects()).toEqual([...done, ...numbers(COUNT)]);
  expect((await s.run(id)).status).toBe("interrupted");

  await expect(acknowledgeRun(s.as(s.people.dev), id, { reason: "mine" })).rejects.toThrow(/Only a lead/);
  await expect(acknowledgeRun(s.as(s.people.lead), id, { reason: " " })).rejects.toThrow(/what you found/);
  const ended = await acknowledgeRun(s.as(s.people.lead), id, { reason: "Removed by hand." });
  expect(ended).toMatchObject({ status: "failed", acknowledgedBy: "lea" });
  const again = await s.create("victim");
  await s.reaches(again.id, "succeeded");
});

it("is interrupted when Terraform alone is killed, as by a kernel out of memory, and its wrapper tells of it", async () => {
  s.startSupervisor();
  s.spawnWorker({ apply: `echo x >> ${sentinel}; echo 'done terraform_data.one id-1'; kill -9 $$` });
  const { id } = await s.create("starved");
  const run = await s.reaches(id, "interrupted");
  expect((await findExecution(s.database.db, id, "apply"))?.exitCode).toBe(137);
  expect(run.failure).toMatchObject({
    code: "interrupted",
    completed: [{ address: "terraform_data.one", inState: false }],
  });
  await expect(s.create("starved")).rejects.toThrow(/blocked/);
  expect(effects()).toHaveLength(1);
});

it("is interrupted when the machine that applied is gone", async () => {
  s.startSupervisor();
  const { id } = await s.create("elsewhere");
  const worker = s.spawnWorker(counting());
  await eventually(() => effects().length >= 3);
  await end(worker, "SIGKILL");
  // As another machine sees it: the executions are of a host that has not been heard of for a minute.
  await s.database.sql`update run_executions set host = 'gone:1' where run_id = ${id}`;
  await s.database
    .sql`insert into worker_heartbeats (worker_id, host, pid, seen_at) values ('w_gone', 'gone:1', 1, now() - interval '60 seconds')`;
  s.spawnWorker(counting());
  const run = await s.reaches(id, "interrupted");
  expect(run.failure?.message).toMatch(/machine .* has gone away/);
  expect(
    await s.database.sql`select 1 from run_tokens where run_id = ${id} and revoked_at is null`,
  ).toHaveLength(0);
});

it("leaves an execution to the machine that it is on while that lives", async () => {
  s.startSupervisor();
  const { id } = await s.create("theirs");
  const worker = s.spawnWorker(counting());
  await eventually(() => effects().length >= 3);
  await end(worker, "SIGKILL");
  const { host } = (await findExecution(s.database.db, id, "apply"))!;
  await s.database.sql`update run_executions set host = 'other:1' where run_id = ${id}`;
  await s.database.sql`insert into worker_heartbeats (worker_id, host, pid) values ('w_other', 'other:1', 1)`;
  s.spawnWorker(counting());
  await eventually(async () => (await s.run(id)).fence >= 3);
  expect((await s.run(id)).status).toBe("applying");
  await s.database.sql`update run_executions set host = ${host} where run_id = ${id}`;
  await s.reaches(id, "succeeded");
  expect(effects()).toEqual(numbers(COUNT));
});

it("hands its runs over when it is asked to stop", async () => {
  s.startSupervisor();
  const { id } = await s.create("handed-over");
  const first = s.spawnWorker(counting());
  await eventually(() => effects().length >= 3);
  s.spawnWorker(counting());
  first.kill("SIGTERM");
  await eventually(() => first.exitCode !== null);
  expect(first.exitCode).toBe(0);
  await s.reaches(id, "succeeded");
  expect(effects()).toEqual(numbers(COUNT));
  expect((await applied(id)).map((l) => l.text)).toEqual(
    numbers(COUNT).map((n) => `done terraform_data.r${n} id-${n}`),
  );
});
