import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PolicyVerdict } from "@/server/policy/schema";
import { approvalRuleSchema } from "../schema";
import { type ActionApprovalRule, approvalRulesSchema } from "./definition";
import { conditionsHold, isMore, mergeStages, requirementOf, type RuleFacts } from "./requirement";

const facts = (over: Partial<RuleFacts> = {}): RuleFacts => ({
  operation: "CREATE",
  environment: "production",
  plan: { counts: { delete: 0, replace: 0 } },
  monthlyCost: "100",
  ...over,
});
const rule = (over: object = {}): ActionApprovalRule =>
  approvalRulesSchema.parse([
    { title: "Production", stages: [{ count: 2, from: { teams: ["sre"] } }], ...over },
  ])[0]!;
const base = approvalRuleSchema.parse({ type: "ANY", teamLeads: true, owningTeam: "payments" });
const required = (over: Partial<Parameters<typeof requirementOf>[0]> = {}) =>
  requirementOf({ base: null, rules: [], owningTeam: "payments", byPolicy: [], byBudget: [], ...over });
const verdict = (over: Partial<PolicyVerdict> = {}): PolicyVerdict => ({
  policy: "no-destroy",
  effect: "require_approval",
  outcome: "fail",
  message: "It destroys something.",
  ...over,
});

describe("conditions", () => {
  it.each([
    ["none", {}, {}, true],
    ["the environment", { environments: ["production"] }, {}, true],
    ["another environment", { environments: ["staging"] }, {}, false],
    ["an unknown environment", { environments: ["production"] }, { environment: null }, false],
    ["the operation", { operations: ["DELETE"] }, {}, false],
    ["a destructive plan", { destructive: true }, { plan: { counts: { delete: 0, replace: 1 } } }, true],
    ["a harmless plan", { destructive: true }, {}, false],
    ["a deletion without a plan", { destructive: true }, { plan: null, operation: "DELETE" }, true],
    ["cost above", { monthlyCostAbove: "99.99" }, {}, true],
    ["cost at the limit", { monthlyCostAbove: "100" }, {}, false],
    ["cost that nobody knows", { monthlyCostAbove: "100" }, { monthlyCost: null }, true],
  ] as [string, object, Partial<RuleFacts>, boolean][])("by %s", (_, when, over, holds) => {
    expect(conditionsHold(when, facts(over))).toBe(holds);
  });

  it("compare amounts without floats", () => {
    expect(isMore("0.3", "0.30000000001")).toBe(false);
    expect(isMore("-5", "-10.5")).toBe(true);
    expect(isMore("9999999999999.01", "9999999999999.00")).toBe(true);
    const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });
    const text = (n: number) =>
      `${n < 0 ? "-" : ""}${Math.floor(Math.abs(n) / 100)}.${String(Math.abs(n) % 100).padStart(2, "0")}`;
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(isMore(text(a), text(b))).toBe(a > b);
      }),
    );
  });
});

describe("a requirement", () => {
  it("is none when nothing asks for approval", () => {
    expect(required()).toBeNull();
    expect(required({ byPolicy: [verdict({ outcome: "pass" })] })).toBeNull();
    expect(required({ byBudget: [{ title: "Payments", state: "warn" }] })).toBeNull();
  });

  it("has a stage for each that asks, in the order rule, rules, policies, budgets", () => {
    const found = required({
      base,
      rules: [{ rule: rule(), owners: [[]] }],
      byPolicy: [
        verdict({
          title: "No destroy",
          requires: {
            title: "Security",
            count: 2,
            from: { roles: [], users: [], teams: ["security"], teamLeads: false },
          },
        }),
      ],
      byBudget: [{ title: "Payments", state: "extra_approval", approvers: { users: ["cfo@example.com"] } }],
    });
    expect(found?.stages.map(({ title, needs, source }) => [title, needs, source.kind])).toEqual([
      ["Approval", 1, "action"],
      ["Production", 2, "rule"],
      ["Security", 2, "policy"],
      ["Budget: Payments", 1, "budget"],
    ]);
    expect(found?.stages.every((stage) => !stage.selfApproval)).toBe(true);
  });

  it("of a policy that names nobody is content with any other stage, else with an administrator", () => {
    expect(required({ base, byPolicy: [verdict()] })?.stages).toHaveLength(1);
    expect(required({ byPolicy: [verdict()] })?.stages).toMatchObject([
      { needs: 1, from: { roles: ["Admin"] } },
    ]);
  });

  it("asks the same people once, for the most that is asked", () => {
    const found = required({
      rules: [
        { rule: rule({ allowSelfApproval: true }), owners: [[]] },
        { rule: rule({ title: "Other", stages: [{ count: 3, from: { teams: ["sre"] } }] }), owners: [[]] },
      ],
    });
    expect(found?.stages).toMatchObject([{ needs: 3, selfApproval: false }]);
    expect(mergeStages([])).toEqual([]);
  });

  it("takes the shortest times and everybody who may break through", () => {
    const found = required({
      rules: [
        {
          rule: rule({
            requestExpiresIn: "2d",
            remindAfter: "8h",
            escalateAfter: "1d",
            escalateTo: { roles: ["Admin"] },
            breakGlass: { teams: ["oncall"] },
          }),
          owners: [[]],
        },
        { rule: rule({ requestExpiresIn: "4h", breakGlass: { users: ["Ana@Example.com"] } }), owners: [[]] },
      ],
    });
    expect(found).toMatchObject({
      requestSeconds: 14_400,
      executionSeconds: 86_400,
      remindSeconds: 28_800,
      escalation: { afterSeconds: 86_400, to: { roles: ["Admin"] } },
      breakGlass: { teams: ["oncall"], users: ["ana@example.com"] },
    });
  });

  it("asks the owners that the catalog names", () => {
    const owned = rule({
      stages: [{ count: 1, from: { owners: { query: { combinator: "and", rules: [] }, who: "leads" } } }],
    });
    expect(required({ rules: [{ rule: owned, owners: [["web"]] }] })?.stages[0]?.from).toMatchObject({
      leadsOf: ["web"],
      teams: [],
    });
  });
});

describe("a definition", () => {
  it.each([
    ["nobody in a stage", { stages: [{ count: 1, from: {} }] }, "0.stages.0.from"],
    ["a count of nothing", { stages: [{ count: 0, from: { roles: ["Admin"] } }] }, "0.stages.0.count"],
    ["no stage", { stages: [] }, "0.stages"],
    ["an unknown role", { stages: [{ count: 1, from: { roles: ["Root"] } }] }, "0.stages.0.from.roles.0"],
    ["a time in words", { requestExpiresIn: "tomorrow" }, "0.requestExpiresIn"],
    ["a time without end", { requestExpiresIn: "900d" }, "0.requestExpiresIn"],
    ["an escalation to nobody", { escalateAfter: "1d" }, "0.escalateTo"],
    ["an amount as a float", { when: { monthlyCostAbove: "1e9" } }, "0.when.monthlyCostAbove"],
    ["a misspelt key", { when: { enviroments: ["production"] } }, "0.when"],
  ])("is refused with %s", (_, over, path) => {
    const parsed = approvalRulesSchema.safeParse([
      { title: "Rule", stages: [{ count: 1, from: { roles: ["Admin"] } }], ...over },
    ]);
    expect(parsed.error?.issues.map((issue) => issue.path.join("."))).toContain(path);
  });
});
