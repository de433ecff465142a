import { afterAll, beforeAll, expect, it } from "vitest";
import { decide } from "@/server/approvals/service/decide";
import type { RateCard } from "@/server/cost/core/price-schemas";
import { createBudget, grantException } from "@/server/cost/service/manage";
import { getBudget, listLedger, verifyLedger } from "@/server/cost/service/read";
import { action, LEADS, type Stage, stage, targetOf } from "@/server/runs/testing";
import { cancelRun } from "./cancel";

let s: Stage;
let id = "";
const card: RateCard = {
  currency: "USD",
  lines: [{ type: "quantity", label: "Disk", input: "gb", unitPrice: "2" }],
  environmentFactors: [],
  notCovered: [],
};
const admin = () => s.as(s.people.admin);
const figures = async () => {
  const { committed, reserved, left } = await getBudget(admin(), id);
  return { committed, reserved, left };
};
const ask = (name: string, gb: number, over: object = {}) =>
  s.create(name, {
    action: action({ rateCard: card }),
    inputs: { name, gb, cost_centre: "42" },
    ...over,
  });

beforeAll(async () => {
  s = await stage();
  s.startSupervisor();
  await s.startWorker();
  const budget = await createBudget(admin(), {
    title: "Databases",
    amount: "500",
    currency: "USD",
    extraApprovalAt: 90,
    scope: { costCentre: "42" },
    owners: { users: [s.people.other.email], teams: [] },
  });
  id = budget.id;
});
afterAll(() => s.close());

it("blocks a run above the budget with the figures and who can raise it", async () => {
  const run = await s.reaches((await ask("large", 300)).id, "failed");
  expect(run.failure).toMatchObject({ stage: "checks", code: "budget_blocked" });
  expect(run.failure?.message).toContain("This adds 600 USD a month.");
  expect(run.failure?.message).toContain("100 USD more than is left");
  expect(run.failure?.message).toContain("by otto@example.com or an administrator");
  expect(run).toMatchObject({
    costCentre: "42",
    estimate: { monthly: "600" },
    budgetVerdicts: [{ state: "blocked" }],
  });
  expect(await figures()).toEqual({ committed: "0", reserved: "0", left: "500" });
});

it("escalates it once its owner has granted an exception, holds it when both have approved, and gives it back when it is destroyed", async () => {
  const expiresAt = new Date("2999-01-01");
  await grantException(s.as(s.people.other), id, { amount: "150", reason: "The migration", expiresAt });
  const made = await ask("large", 300, { rule: LEADS });
  const waiting = await s.reaches(made.id, "awaiting_approval");
  expect(waiting.approvalStages?.map(({ title }) => title).at(-1)).toBe("Budget: Databases");
  const subjectHash = waiting.subjectHash!;
  await decide(s.as(s.people.lead), made.id, { status: "APPROVE", subjectHash });
  expect((await s.run(made.id)).status).toBe("awaiting_approval");
  expect(await figures()).toEqual({ committed: "0", reserved: "0", left: "650" });
  await decide(s.as(s.people.other), made.id, { status: "APPROVE", subjectHash });
  await s.reaches(made.id, "succeeded");
  expect(await figures()).toEqual({ committed: "600", reserved: "0", left: "50" });

  const destroy = await s.submit({
    action: action({ operation: "DELETE", rateCard: card }, { operation: "destroy", mapping: undefined }),
    target: targetOf("large"),
    inputs: { name: "large", cost_centre: "42" },
  });
  const gone = await s.reaches(destroy.id, "succeeded");
  expect(gone.estimate).toMatchObject({ monthly: "-600" });
  expect(await figures()).toEqual({ committed: "0", reserved: "0", left: "650" });
  const { entries } = await listLedger(admin(), id, {});
  expect(entries.map(({ kind }) => kind)).toEqual(["release", "commit", "reserve"]);
  expect((await verifyLedger(admin())).holds).toBe(true);
});

it("gives one of two runs the last of the money, though both were checked when there was enough", async () => {
  const names = ["left", "right"];
  const runs = await Promise.all(names.map((name) => ask(name, 240, { rule: LEADS })));
  const waiting = await Promise.all(runs.map((run) => s.reaches(run.id, "awaiting_approval")));
  await Promise.all(waiting.map((run) => decide(s.as(s.people.lead), run.id, { status: "APPROVE" })));
  const ended = await Promise.all(runs.map((run) => s.reaches(run.id, "succeeded", "failed")));
  expect(ended.map(({ status }) => status).sort()).toEqual(["failed", "succeeded"]);
  expect(ended.find(({ status }) => status === "failed")?.failure).toMatchObject({ code: "budget_blocked" });
  expect(await figures()).toEqual({ committed: "480", reserved: "0", left: "170" });
});

it("gives back what a run held that did not come to its end, and holds nothing for one that was declined", async () => {
  const declined = await s.reaches((await ask("declined", 5, { rule: LEADS })).id, "awaiting_approval");
  await decide(s.as(s.people.lead), declined.id, { status: "DECLINE", description: "Not now." });
  await s.reaches(declined.id, "declined");
  const cancelled = await s.reaches((await ask("cancelled", 5, { rule: LEADS })).id, "awaiting_approval");
  await cancelRun(s.as(s.people.dev), cancelled.id);
  s.script({ apply: "echo 'error Boom'; exit 1" });
  const failed = await ask("failing", 5);
  await s.reaches(failed.id, "failed");
  expect(await figures()).toEqual({ committed: "480", reserved: "0", left: "170" });
  expect((await verifyLedger(admin())).holds).toBe(true);
});

it("commits what a run had made before it failed, gives back the rest, and counts it once when it is made in full", async () => {
  const before = await figures();
  s.script({ apply: "echo 'done disk.a 1'; echo 'error Boom'; exit 1" });
  const { id: runId } = await ask("half", 10, { rule: LEADS });
  const waiting = await s.reaches(runId, "awaiting_approval");
  const disk = (address: string) => ({
    ...{ type: "disk", provider: "", action: "create" },
    address,
    name: address,
  });
  const resources = ["disk.a", "disk.b"].map((address) => ({
    ...disk(address),
    reason: null,
    attributes: [],
  }));
  const plan = JSON.stringify({ ...waiting.plan, resources });
  await s.database.sql`update runs set plan = ${plan}::text::jsonb where id = ${runId}`;
  await decide(s.as(s.people.lead), runId, { status: "APPROVE" });
  await s.reaches(runId, "failed");
  expect(await figures()).toMatchObject({ committed: String(Number(before.committed) + 10), reserved: "0" });
  const { entries } = await listLedger(admin(), id, {});
  expect(entries.filter((one) => one.runId === runId).map(({ kind, reason }) => [kind, reason])).toEqual([
    ["release", "The run ended failed: the rest of it was not made"],
    ["commit", "The run ended failed after 1 of 2 changes, which stay"],
    ["reserve", "Approved"],
  ]);
  s.script({});
  const again = await s.reaches((await ask("half", 10)).id, "succeeded");
  expect(again.estimate).toMatchObject({ monthly: "10" });
  expect(await figures()).toMatchObject({ committed: String(Number(before.committed) + 20), reserved: "0" });
  expect((await verifyLedger(admin())).holds).toBe(true);
});
