import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/db/client";
import { decide } from "@/server/approvals/service/decide";
import { readClaim } from "@/server/pipelines/execution/spool";
import { end, eventually } from "@/server/pipelines/execution/testing";
import { parseState, resourcesOf } from "@/server/runs/core/state-content";
import { findExecution } from "@/server/runs/store/executions";
import { logsAfter } from "@/server/runs/store/listing";
import { type StatePortal, statePortal } from "@/server/runs/testing-portal";
import { action, LEADS, type Stage, stage, targetOf } from "@/server/runs/testing";
import { acknowledgeRun } from "./acknowledge";
import { cancelRun } from "./cancel";
import { findEntity } from "./catalog";
import { revealOutput } from "./reveal";
import { latestState } from "./state";

const binary = [process.env.TERRAFORM_BIN, "tofu", "terraform"].find(
  (name) => name && spawnSync(name, ["version"]).status === 0,
);

const COUNT = 12;
/** A chain of resources; each appends its number to a file when it is made, and waits a little before. */
const moduleText = (sentinel: string) =>
  Array.from(
    { length: COUNT },
    (_, i) => `
resource "terraform_data" "r${i + 1}" {
  input = var.name
  ${i ? `depends_on = [terraform_data.r${i}]` : ""}
  provisioner "local-exec" {
    command = "sleep 0.3; echo ${i + 1} >> ${sentinel}"
  }
}`,
  ).join("\n") +
  `\nvariable "name" {}\noutput "host" { value = "\${var.name}.example" }\noutput "password" {\n  value = "pass-of-\${var.name}"\n  sensitive = true\n}\n`;

describe.runIf(binary)("runs with the real Terraform", () => {
  let s: Stage, portal: StatePortal, sentinel: string;

  beforeAll(async () => {
    s = await stage();
    sentinel = path.join(s.dataDir, "sentinel");
    s.module.files = [{ path: "main.tf", content: Buffer.from(moduleText(sentinel)) }];
    portal = await statePortal();
  });
  afterAll(async () => {
    await portal.close();
    await pool().close();
    await s.close();
  });

  const worker = () => s.spawnWorker(null, { WAYMARK_URL: portal.url });
  const effects = () =>
    fs.existsSync(sentinel) ? fs.readFileSync(sentinel, "utf8").trim().split("\n").map(Number) : [];
  const resources = async (workspaceId: string) => [
    ...resourcesOf(parseState(await latestState(s.as(s.people.admin), workspaceId))).keys(),
  ];

  it("applies the approved plan once, through three killed workers, and destroys it again", async () => {
    s.startSupervisor();
    let current = worker();
    const { id } = await s.create("orders", { rule: LEADS });
    const waiting = await s.reaches(id, "awaiting_approval");
    expect(waiting.plan?.counts.create).toBe(COUNT);
    await decide(s.as(s.people.lead), id, { status: "APPROVE", subjectHash: waiting.subjectHash! });
    for (const at of [2, 5, 8]) {
      await eventually(() => effects().length >= at);
      await end(current, "SIGKILL");
      current = worker();
    }
    const run = await s.reaches(id, "succeeded");
    expect(effects()).toEqual(Array.from({ length: COUNT }, (_, i) => i + 1));
    expect((await resources(run.workspaceId!)).sort()).toEqual(
      Array.from({ length: COUNT }, (_, i) => `terraform_data.r${i + 1}`).sort(),
    );
    expect((await findExecution(s.database.db, id, "apply"))?.completed).toHaveLength(COUNT);
    expect(run.executedHash).toBe(waiting.subjectHash);
    const log = await logsAfter(s.database.db, id, 0, { lines: 10_000, characters: 1e9 });
    expect(log.map((l) => l.seq)).toEqual(Array.from({ length: log.length }, (_, i) => i + 1));
    expect(log.some((l) => l.text.includes("pass-of-orders"))).toBe(false);
    expect(run.outputs).toMatchObject({
      host: { value: "orders.example" },
      password: { sensitive: true, value: null },
    });
    expect(await revealOutput(s.as(s.people.dev), { runId: id, name: "password" })).toEqual({
      value: "pass-of-orders",
    });
    await expect(revealOutput(s.as(s.people.other), { runId: id, name: "password" })).rejects.toThrow(
      /was not found/,
    );
    expect(await findEntity(s.as(s.people.dev), "database", "orders")).toMatchObject({
      properties: { host: "orders.example" },
    });

    const destroy = action(
      { identifier: "delete_database", operation: "DELETE" },
      { operation: "destroy", mapping: undefined, variables: { name: "{{ .entity.identifier }}" } },
    );
    const gone = await s.submit({ action: destroy, target: targetOf("orders"), inputs: {} });
    await s.reaches(gone.id, "succeeded");
    expect(await resources(run.workspaceId!)).toEqual([]);
    expect(await findEntity(s.as(s.people.dev), "database", "orders")).toBeNull();
    await end(current, "SIGKILL");
  }, 180_000);

  it("lists what a killed Terraform had finished, and lets a person free the workspace", async () => {
    fs.rmSync(sentinel, { force: true });
    const current = worker();
    const { id } = await s.create("ledger");
    await eventually(() => effects().length >= 4);
    const execution = await findExecution(s.database.db, id, "apply");
    process.kill(-(await readClaim(s.dataDir, execution!.id))!.pid, "SIGKILL");
    const run = await s.reaches(id, "interrupted");
    const before = effects();
    expect(run.failure?.completed?.filter((c) => !c.inState).length).toBeGreaterThanOrEqual(
      before.length - 1,
    );
    expect(run.failure?.completed?.[0]).toMatchObject({
      address: "terraform_data.r1",
      action: "create",
      idKey: "id",
    });
    const [workspace] = await s.database
      .sql`select status, lock_id from workspaces where id = ${run.workspaceId}`;
    expect(workspace).toMatchObject({ status: "blocked", lock_id: null });
    expect(effects()).toEqual(before);
    await acknowledgeRun(s.as(s.people.lead), id, { reason: "Looked at each." });
    const again = await s.create("ledger");
    await s.reaches(again.id, "succeeded");
    await end(current, "SIGKILL");
  }, 180_000);

  it("stops an apply in order when it is cancelled: what was made is in the state, and the lock is free", async () => {
    fs.rmSync(sentinel, { force: true });
    const current = worker();
    const { id } = await s.create("halted");
    await eventually(() => effects().length >= 3);
    await cancelRun(s.as(s.people.dev), id);
    const run = await s.reaches(id, "cancelled");
    const kept = await resources(run.workspaceId!);
    expect(kept.length).toBeGreaterThanOrEqual(3);
    const [workspace] = await s.database
      .sql`select status, lock_id, held_by_run from workspaces where id = ${run.workspaceId}`;
    expect(workspace).toEqual({ status: "active", lock_id: null, held_by_run: null });
    await end(current, "SIGKILL");
  }, 180_000);
});
