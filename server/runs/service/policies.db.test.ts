import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { policyCases } from "@/db/schema/policy";
import { decide } from "@/server/approvals/service/decide";
import { setMembership } from "@/server/identity/service/teams";
import { createPolicy, disablePolicy, publishPolicy, updatePolicy } from "@/server/policy/service/policies";
import { LEADS, type Stage, stage } from "@/server/runs/testing";
import { eventsAfter } from "@/server/runs/store/runs";
import { getRun } from "./read";

let s: Stage;
beforeAll(async () => {
  s = await stage();
  s.startSupervisor();
  await s.startWorker();
});
afterAll(() => s.close());

const admin = () => s.as(s.people.admin);
const people = { count: 1, roles: ["Admin"], users: [], teams: [], teamLeads: false };
const names = {
  title: "No test names",
  effect: "deny",
  expression: '!inputs.name.startsWith("test-")',
  message: '"A database is not named " + inputs.name + "."',
};
const live: string[] = [];
async function policy(identifier: string, definition: object) {
  await createPolicy(admin(), { identifier, ...definition });
  await publishPolicy(admin(), identifier);
  live.push(identifier);
}
beforeEach(async () => {
  for (const identifier of live.splice(0)) await disablePolicy(admin(), identifier);
});

it("lets a run go on that its policies let pass, and keeps what they were told", async () => {
  await policy("names", names);
  const { id } = await s.create("fine");
  const run = await s.reaches(id, "succeeded");
  expect(run.policyVerdicts).toEqual([
    expect.objectContaining({ policy: "names", outcome: "pass", revision: 1 }),
  ]);
  const [kept] = await s.database.db.select().from(policyCases).where(eq(policyCases.runId, id));
  expect(kept?.facts).toMatchObject({
    inputs: { name: "fine" },
    requester: { name: s.people.dev.name, role: "Member" },
    teams: [expect.objectContaining({ team: "payments" })],
    plan: { empty: false },
  });
});

it("ends a run that a policy denies, with its message, and it cannot be overridden", async () => {
  await policy("names-hard", names);
  const { id } = await s.create("test-one");
  const run = await s.reaches(id, "failed");
  expect(run.failure).toMatchObject({
    stage: "checks",
    code: "policy_denied",
    message: "No test names: A database is not named test-one.",
  });
  expect((await getRun(s.as(s.people.dev), id)).can.override).toBe(false);
});

it("goes on against a policy only with the approval of those who may override it", async () => {
  await policy("names-soft", { ...names, override: people });
  const denied = await s.reaches((await s.create("test-two")).id, "failed");
  expect((await getRun(s.as(s.people.dev), denied.id)).can.override).toBe(true);
  const by = { id: s.people.dev.id, name: s.people.dev.name };
  const { id } = await s.create("test-two", {
    policyOverride: { policies: ["names-soft"], reason: "It is a test.", by },
  });
  const waiting = await s.reaches(id, "awaiting_approval");
  expect(waiting.policyVerdicts?.[0]).toMatchObject({
    outcome: "fail",
    overriddenBy: { name: s.people.dev.name, reason: "It is a test." },
    requires: { count: 1, from: { roles: ["Admin"] } },
  });
  expect((await eventsAfter(s.database.db, id, 0)).map(({ type }) => type)).toContain("policy_override");
  const audited = await s.database.db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.runId, id), eq(auditLog.action, "OVERRIDE_POLICY")));
  expect(audited).toEqual([expect.objectContaining({ resourceId: "names-soft", message: "It is a test." })]);
  await decide(admin(), id, { status: "APPROVE" });
  await s.reaches(id, "succeeded");
});

it("denies by a policy that cannot be evaluated, and says so", async () => {
  await policy("broken", { ...names, effect: "advise", expression: "inputs.owner != ''" });
  const run = await s.reaches((await s.create("broken")).id, "failed");
  expect(run.failure?.message).toContain("could not be evaluated (No such key: owner)");
});

it("does not start what was approved under policies that changed since", async () => {
  await policy("names-later", names);
  const { id } = await s.create("later", { rule: LEADS });
  await s.reaches(id, "awaiting_approval");
  await updatePolicy(admin(), "names-later", { ...names, title: "No names that begin with test" });
  await publishPolicy(admin(), "names-later");
  await decide(s.as(s.people.lead), id, { status: "APPROVE" });
  const run = await s.reaches(id, "stale");
  const events = await eventsAfter(s.database.db, run.id, 0);
  expect(JSON.stringify(events)).toContain("was changed since the run was checked");
});

it("does not start what a policy no longer lets pass", async () => {
  // What is in the catalog changes between check and start as time does, and without a clock in the test.
  await policy("team", {
    ...names,
    title: "Leads of nobody",
    expression: "user.leads.size() == 0",
    message: '"They lead a team now."',
  });
  const { id } = await s.create("moved", { rule: LEADS });
  await s.reaches(id, "awaiting_approval");
  await setMembership(admin(), { team: "payments", userId: s.people.dev.id, role: "lead" });
  await decide(s.as(s.people.lead), id, { status: "APPROVE" });
  await s.reaches(id, "stale");
  expect(JSON.stringify(await eventsAfter(s.database.db, id, 0))).toContain(
    "does not pass any more: They lead a team now.",
  );
});
