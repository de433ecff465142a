import { eq } from "drizzle-orm";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { runExecutions, runTokens } from "@/db/schema/runs";
import { workspaces } from "@/db/schema/workspaces";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { deleteEntity } from "@/server/catalog/service/delete-entity";
import { createEntity } from "@/server/catalog/service/entities";
import { decide } from "@/server/approvals/service/decide";
import { sha256 } from "@/server/kernel/secrets";
import { transaction } from "@/server/kernel/transaction";
import { eventually } from "@/server/pipelines/execution/testing";
import { action, LEADS, type Stage, stage } from "@/server/runs/testing";
import { logsAfter } from "@/server/runs/store/listing";
import { eventsAfter } from "@/server/runs/store/runs";
import { findEntity } from "./catalog";
import { voidUnstartedRuns } from "./decided";
import { executionToken } from "./tokens";

let s: Stage;
beforeAll(async () => {
  s = await stage();
  s.startSupervisor();
  await s.startWorker();
});
afterAll(() => s.close());

const lines = async (runId: string) =>
  (await logsAfter(s.database.db, runId, 0, { lines: 10_000, characters: 1e9 })).map((l) => l.text);
const statuses = async (runId: string) =>
  (await eventsAfter(s.database.db, runId, 0)).filter((e) => e.type === "status").map((e) => e.data.to);

it("plans, applies and registers without approval, and leaves nothing behind", async () => {
  const { id } = await s.create("plain");
  const run = await s.reaches(id, "succeeded");
  expect(await statuses(id)).toEqual([
    "planning",
    "checking",
    "approved",
    "applying",
    "registering",
    "succeeded",
  ]);
  expect(await lines(id)).toEqual(["planning", "applying", `plan of ${id}`]);
  expect(run.outputs).toEqual({
    host: { sensitive: false, value: "db.example" },
    password: { sensitive: true, value: null },
  });
  expect(run.executedHash).toBe(run.subjectHash);
  expect(run.planSha256).toBe(sha256(`plan of ${id}`));
  const entity = await findEntity(s.as(s.people.dev), "database", "plain");
  expect(entity).toMatchObject({
    title: "Database plain",
    properties: { host: "db.example" },
    team: ["payments"],
  });
  expect(entity?.properties).not.toHaveProperty("password");

  const executions = await s.database.db.select().from(runExecutions).where(eq(runExecutions.runId, id));
  await eventually(async () =>
    (await s.database.db.select().from(runExecutions).where(eq(runExecutions.runId, id))).every(
      (e) => e.cleaned,
    ),
  );
  for (const e of executions) expect(fs.existsSync(path.join(s.dataDir, "executions", e.id))).toBe(false);
  const tokens = await s.database.db.select().from(runTokens).where(eq(runTokens.runId, id));
  expect(tokens).toHaveLength(2);
  expect(tokens.every((t) => t.revokedAt !== null)).toBe(true);
  const [workspace] = await s.database.db
    .select()
    .from(workspaces)
    .where(eq(workspaces.id, run.workspaceId!));
  expect(workspace).toMatchObject({ name: "database/plain", heldByRun: null, status: "active" });
  const audited = await s.database.db.select().from(auditLog).where(eq(auditLog.runId, id));
  expect(audited.map((a) => a.action)).toEqual(expect.arrayContaining(["CREATE", "END"]));
});

it("waits for approval, and applies exactly what was approved", async () => {
  const { id } = await s.create("gated", { rule: LEADS });
  const waiting = await s.reaches(id, "awaiting_approval");
  expect(waiting.subjectHash).toMatch(/^[0-9a-f]{64}$/);
  expect(waiting.executedHash).toBeNull();
  await decide(s.as(s.people.lead), id, { status: "APPROVE", subjectHash: waiting.subjectHash! });
  const run = await s.reaches(id, "succeeded");
  expect(run.executedHash).toBe(waiting.subjectHash);
});

it("ends as declined when the approver declines, and applies nothing", async () => {
  const { id } = await s.create("unwanted", { rule: LEADS });
  await s.reaches(id, "awaiting_approval");
  await decide(s.as(s.people.lead), id, { status: "DECLINE", description: "Not now." });
  await s.reaches(id, "declined");
  expect(await s.database.db.select().from(runExecutions).where(eq(runExecutions.runId, id))).toHaveLength(1);
});

it("shows Terraform's own complaint when the plan or the apply fails, and registers nothing", async () => {
  s.script({ plan: "echo error: unused; echo 'error No value for required variable'; exit 1" });
  const planned = await s.create("bad-plan");
  expect((await s.reaches(planned.id, "failed")).failure).toMatchObject({
    stage: "plan",
    code: "plan_failed",
    message: "The plan failed: No value for required variable.",
    diagnostics: [{ severity: "error", summary: "No value for required variable" }],
  });
  s.script({ apply: "echo done terraform_data.one id-1; echo 'error Boom'; exit 1" });
  const applied = await s.create("bad-apply");
  const failed = await s.reaches(applied.id, "failed");
  expect(failed.failure).toMatchObject({ stage: "apply", code: "apply_failed" });
  expect(failed.failure?.advice).toBeTruthy();
  expect(await findEntity(s.as(s.people.dev), "database", "bad-apply")).toBeNull();
  s.script({});
  const again = await s.create("bad-apply");
  await s.reaches(again.id, "succeeded");
});

it("applies nothing when the plan is empty, and still registers", async () => {
  s.script({ plan: "echo planning; printf p > plan.bin; touch empty" });
  const { id } = await s.create("unchanged");
  await s.reaches(id, "succeeded");
  expect(await statuses(id)).toEqual(["planning", "checking", "approved", "registering", "succeeded"]);
  s.script({});
});

it("keeps the runs of one workspace in line, and lets those of others pass", async () => {
  const { id } = await s.create("shared", { rule: LEADS });
  await s.reaches(id, "awaiting_approval");
  const dayTwo = action({ identifier: "resize", operation: "DAY-2" }, { mapping: undefined });
  const target = { blueprint: "database", identifier: "shared", title: null };
  const second = await s.submit({ action: dayTwo, target });
  const elsewhere = await s.create("free");
  await s.reaches(elsewhere.id, "succeeded");
  const queued = await eventually(async () => {
    const run = await s.run(second.id);
    return run.statusLabel ? run : null;
  });
  expect(queued).toMatchObject({ status: "queued", statusLabel: `Waits for run ${id}` });
  const { subjectHash } = await s.run(id);
  await decide(s.as(s.people.lead), id, { status: "APPROVE", subjectHash: subjectHash! });
  await s.reaches(id, "succeeded");
  await s.reaches(second.id, "succeeded");
});

it("becomes stale when the module changes after the approval was asked for", async () => {
  const { id } = await s.create("moving", { rule: LEADS });
  const { subjectHash } = await s.reaches(id, "awaiting_approval");
  const before = s.module.files;
  s.module.files = [{ path: "main.tf", content: Buffer.from("# something else") }];
  await decide(s.as(s.people.lead), id, { status: "APPROVE", subjectHash: subjectHash! });
  const run = await s.reaches(id, "stale");
  expect(run.failure?.message).toMatch(/module .* has changed/);
  expect(await s.database.db.select().from(runExecutions).where(eq(runExecutions.runId, id))).toHaveLength(1);
  s.module.files = before;
});

it("becomes stale, and its approval void, when the action changes after the approval was asked for", async () => {
  const { id, action: copy } = await s.create("outdated", {
    rule: LEADS,
    action: action({ id: "6f0d7a0e-2f37-4f53-9f0e-7b3f1d2c9a12" }),
  });
  await s.reaches(id, "awaiting_approval");
  expect(await transaction(s.as(s.people.admin), (tx) => voidUnstartedRuns(tx, copy.id))).toBe(1);
  await s.reaches(id, "stale");
  await expect(decide(s.as(s.people.lead), id, { status: "APPROVE" })).rejects.toThrow();
});

it("refuses a run whose record was altered around the portal", async () => {
  const { id } = await s.create("tampered", { rule: LEADS });
  const { subjectHash } = await s.reaches(id, "awaiting_approval");
  await s.database.sql`update runs set inputs = '{"name": "tampered", "size": 99}' where id = ${id}`;
  await decide(s.as(s.people.lead), id, { status: "APPROVE", subjectHash: subjectHash! });
  expect((await s.reaches(id, "failed")).failure).toMatchObject({ code: "integrity", stage: "apply" });
});

it("refuses a stored plan that was altered", async () => {
  const { id } = await s.create("tampered-plan", { rule: LEADS });
  const { subjectHash } = await s.reaches(id, "awaiting_approval");
  await s.database
    .sql`update run_artifacts set sealed = set_byte(sealed, 40, (get_byte(sealed, 40) + 1) % 256) where run_id = ${id} and kind = 'plan'`;
  await decide(s.as(s.people.lead), id, { status: "APPROVE", subjectHash: subjectHash! });
  expect((await s.reaches(id, "failed")).failure).toMatchObject({ code: "integrity" });
});

it("never stores the run's own token, however it is printed", async () => {
  s.script({ plan: `printf plan > plan.bin; echo "token $TOKEN"; printf '%s' "$TOKEN" | base64 -w0; echo` });
  const { id } = await s.create("chatty");
  await s.reaches(id, "succeeded");
  const [execution] = await s.database.db.select().from(runExecutions).where(eq(runExecutions.runId, id));
  const token = executionToken(execution!.id).reveal();
  const stored = (await lines(id)).join("\n");
  expect(stored).toContain("token ");
  expect(stored).not.toContain(token);
  expect(stored).not.toContain(Buffer.from(token).toString("base64").slice(0, 40));
  s.script({});
});

it("rescues a state that could not be stored, and blocks the workspace", async () => {
  s.script({
    apply: `echo '{"version":4,"serial":1,"lineage":"l"}' > errored.tfstate; echo 'error Failed to save state'; exit 1`,
  });
  const { id } = await s.create("unsaved");
  const run = await s.reaches(id, "failed");
  expect(run.failure?.code).toBe("state_not_saved");
  const [workspace] = await s.database.db
    .select()
    .from(workspaces)
    .where(eq(workspaces.id, run.workspaceId!));
  expect(workspace).toMatchObject({ status: "blocked", heldByRun: null });
  await expect(s.create("unsaved")).rejects.toThrow(/blocked/);
  s.script({});
});

it("renders the entities of its inputs as they are then, and goes on without those that have gone", async () => {
  const admin = s.as(s.people.admin);
  await createBlueprint(admin, {
    identifier: "service",
    title: "Service",
    schema: { properties: { tier: { type: "string" } }, required: [] },
  });
  for (const identifier of ["checkout", "search"])
    await createEntity(admin, "service", { identifier, properties: { tier: "gold" } }, {});
  const picks = action(
    {
      userInputs: {
        properties: {
          name: { type: "string" },
          service: { type: "string", format: "entity", blueprint: "service" },
          others: { type: "array", items: { type: "string", format: "entity", blueprint: "service" } },
        },
      },
    },
    {
      variables: {
        name: "{{ .inputs.name }}",
        tier: "{{ .inputs.service.properties.tier }}",
        others: "{{ .inputs.others | map(.identifier) }}",
      },
    },
  );
  const request = (name: string) => ({
    action: picks,
    inputs: { name, service: "checkout", others: ["search", "checkout"] },
    rule: LEADS,
  });
  const first = await s.submit(request("picks"));
  expect((await s.reaches(first.id, "awaiting_approval")).variables).toEqual({
    name: "picks",
    tier: "gold",
    others: ["search", "checkout"],
  });

  await deleteEntity(admin, "service", "checkout");
  const second = await s.submit(request("picks-less"));
  expect((await s.reaches(second.id, "awaiting_approval")).variables).toEqual({
    name: "picks-less",
    tier: null,
    others: ["search"],
  });
  const told = (await eventsAfter(s.database.db, second.id, 0)).find((e) => e.type === "entities_gone");
  expect(told?.data.entities).toEqual(
    ["others", "service"].map((input) => ({ input, blueprint: "service", identifier: "checkout" })),
  );
});
