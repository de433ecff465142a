import { expect, it } from "vitest";
import type { PolicyVerdict } from "@/server/policy/schema";
import { byWeight, stageWords, verdictWords } from "./verdict-words";

const verdict = (policy: string, over: Partial<PolicyVerdict>): PolicyVerdict => ({
  policy,
  effect: "deny",
  outcome: "fail",
  message: "",
  ...over,
});

it("says what a verdict comes to, and puts first what stands in the way", () => {
  const verdicts = [
    verdict("passed", { outcome: "pass" }),
    verdict("advice", { effect: "advise" }),
    verdict("approval", { effect: "require_approval" }),
    verdict("overridden", { overriddenBy: { name: "Dora", reason: "x" } }),
    verdict("denied", {}),
    verdict("broken", { outcome: "error" }),
  ];
  expect(byWeight(verdicts).map((v) => [v.policy, verdictWords(v).label])).toEqual([
    ["broken", "Denied: not evaluated"],
    ["denied", "Denied"],
    ["approval", "Needs approval"],
    ["overridden", "Overridden"],
    ["advice", "Advice"],
    ["passed", "Passed"],
  ]);
});

it("says who has to approve", () => {
  const from = { roles: ["Admin"], users: [], teams: ["security"], teamLeads: true };
  expect(stageWords({ title: "x", count: 2, from })).toBe(
    "2 approvals of administrators, the team security or leads of the owning team.",
  );
  expect(stageWords({ title: "x", count: 1, from: { ...from, teams: [], teamLeads: false } })).toBe(
    "One approval of administrators.",
  );
});
