import { afterAll, beforeAll, expect, it } from "vitest";
import { approvalRulesSchema } from "@/server/approvals/core/definition";
import { tryRules } from "@/server/approvals/service/try-rules";
import { approvalsStage, type ApprovalsStage } from "@/server/approvals/testing";
import { Forbidden } from "@/server/kernel/errors";
import { approvalRuleFaults } from "./verify-approval-rules";

let s: ApprovalsStage;
beforeAll(async () => {
  s = await approvalsStage();
});
afterAll(() => s.close());

const rules = (over: object) =>
  approvalRulesSchema.parse([{ title: "Rule", stages: [{ count: 1, from: { roles: ["Admin"] } }], ...over }]);
const faults = async (over: object) =>
  (await approvalRuleFaults(s.as(s.people.admin), { approvalRules: rules(over) })).map(({ path }) =>
    path.join("."),
  );
const asks = (count: number, from: object) => ({ stages: [{ count, from }] });

it("refuses what nobody could fulfil, by people who are there now", async () => {
  expect(await faults({})).toEqual([]);
  expect(await faults(asks(3, { teams: ["sre"] }))).toEqual([]);
  expect(await faults(asks(4, { teams: ["sre"] }))).toEqual(["approvalRules.0.stages.0.count"]);
  expect(await faults(asks(1, { users: ["nobody@example.com"] }))).toEqual([
    "approvalRules.0.stages.0.count",
  ]);
  // Named twice is one person.
  expect(await faults(asks(2, { users: ["sam@example.com", "SAM@example.com"] }))).toHaveLength(1);
  // Whoever of them requests is one approver less.
  expect(await faults(asks(8, { roles: ["Admin", "Member"] }))).toHaveLength(1);
  expect(await faults({ ...asks(8, { roles: ["Admin", "Member"] }), allowSelfApproval: true })).toEqual([]);
  // Whom only a request names, only a request can count.
  expect(await faults(asks(9, { teamLeads: true }))).toEqual([]);
});

it("names the place of jq and templates that cannot be read", async () => {
  expect(await faults({ when: { jq: ".inputs[" } })).toEqual(["approvalRules.0.when.jq"]);
  const query = {
    combinator: "and",
    rules: [{ property: "$identifier", operator: "=", value: "{{ .inputs | | }}" }],
  };
  expect(await faults(asks(1, { owners: { query } }))).toEqual([
    "approvalRules.0.stages.0.from.owners.query.rules.0.value",
  ]);
});

it("says who would have to approve for an example, to administrators", async () => {
  const example = {
    operation: "CREATE" as const,
    environment: "production",
    owningTeam: "payments",
    monthlyCost: "600",
    destructive: false,
    requester: "sam@example.com",
  };
  const given = rules({
    when: { monthlyCostAbove: "500" },
    stages: [
      { count: 2, from: { teams: ["sre"] } },
      { count: 1, from: { teamLeads: true } },
    ],
  });
  const [tried] = await tryRules(s.as(s.people.admin), { rules: given, example });
  expect(tried?.applies).toBe("yes");
  expect(tried?.stages.map((stage) => stage.people.map((person) => person.name).sort())).toEqual([
    ["sid", "sue"],
    ["lee"],
  ]);
  const [cheap] = await tryRules(s.as(s.people.admin), {
    rules: given,
    example: { ...example, monthlyCost: "5" },
  });
  expect(cheap?.applies).toBe("no");
  await expect(tryRules(s.as(s.people.lead), { rules: given, example })).rejects.toThrow(Forbidden);
});
