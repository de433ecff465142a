import { expect, it } from "vitest";
import type { PlanAction, PlanSummary } from "@/server/pipelines/schema";
import type { CostEstimate } from "../schema";
import { moneyText } from "./money";
import { partMade } from "./part";

const plan = (changes: Record<string, PlanAction>): PlanSummary => ({
  counts: { create: 0, update: 0, delete: 0, replace: 0 },
  resources: Object.entries(changes).map(([address, action]) => ({
    address,
    type: "disk",
    name: address,
    provider: "",
    action,
    reason: null,
    attributes: [],
  })),
  outputs: [],
  empty: false,
  terraformVersion: "1",
});
const estimate = (
  source: CostEstimate["source"],
  monthly: string | null,
  lines: Record<string, string> = {},
): CostEstimate => ({
  source,
  currency: "USD",
  monthly,
  lines: Object.entries(lines).map(([label, line]) => ({ label, monthly: line, basis: "" })),
  notCovered: [],
});
const made = (...args: Parameters<typeof partMade>) => {
  const { monthly, done, of } = partMade(...args);
  return [moneyText(monthly), done, of];
};
const none = new Set<string>();
const create = (address: string) => ({ address, action: "create" });

it("is the lines of what was carried out, where there is one for each resource", () => {
  const priced = estimate("plan", "12", { "disk.a": "10", "disk.b": "5", "disk.old": "-3" });
  const changes = plan({ "disk.old": "delete", "disk.a": "create", "disk.b": "create", "disk.c": "no-op" });
  expect(made(priced, changes, [create("disk.a")], none)).toEqual(["10", 1, 3]);
  expect(made(priced, changes, [{ address: "disk.old", action: "delete" }], none)).toEqual(["-3", 1, 3]);
  expect(made(priced, changes, [], none)).toEqual(["0", 0, 3]);
});

it("is a share of what a rate card says, rounded up", () => {
  const changes = plan({ a: "create", b: "create", c: "create" });
  expect(made(estimate("rate_card", "100"), changes, [create("a")], none)).toEqual(["33.3333", 1, 3]);
  expect(partMade(estimate("rate_card", "100"), changes, [create("a")], none).monthly).toBe(333333333334n);
  expect(made(estimate("rate_card", null), changes, [create("a")], none)).toEqual(["0", 1, 3]);
});

it("counts what was created and then failed, and not what a replacement had only deleted", () => {
  const changes = plan({ a: "create", b: "replace", c: "update" });
  const completed = [{ address: "b", action: "delete" }];
  expect(made(estimate("rate_card", "90"), changes, completed, new Set(["a", "b", "c"]))).toEqual([
    "30",
    1,
    3,
  ]);
});

it("is nothing of a plan without changes", () => {
  expect(made(estimate("rate_card", "90"), plan({}), [], none)).toEqual(["0", 0, 0]);
});
