import { describe, expect, it } from "vitest";
import { approvalRuleSchema } from "../schema";
import { approversOfRule, type Candidate, describeRule, entitlements, stageOfRule } from "./rule";
import { NOBODY, normaliseApprovers } from "./who";

const person = (over: Partial<Candidate> = {}): Candidate => ({
  id: "p1",
  email: "ana@example.com",
  name: "Ana",
  role: "member",
  memberships: [],
  ...over,
});
const rule = (over: object) => approvalRuleSchema.parse({ type: "ANY", ...over });
const entitled = (over: object, who: Candidate) => entitlements(approversOfRule(rule(over)), who);

describe("entitlements", () => {
  it("follow from role, name, team, and leading the owning team", () => {
    expect(entitled({ roles: ["Admin"] }, person({ role: "admin" }))).toHaveLength(1);
    expect(entitled({ roles: ["Admin"] }, person())).toEqual([]);
    expect(entitled({ users: ["ana@example.com"] }, person())).toHaveLength(1);
    expect(
      entitled({ teams: ["sre"] }, person({ memberships: [{ team: "sre", role: "member" }] })),
    ).toHaveLength(1);
    const leads = { teamLeads: true, owningTeam: "payments" };
    expect(entitled(leads, person({ memberships: [{ team: "payments", role: "lead" }] }))).toHaveLength(1);
    expect(entitled(leads, person({ memberships: [{ team: "payments", role: "member" }] }))).toEqual([]);
    expect(entitled(leads, person({ memberships: [{ team: "logistics", role: "lead" }] }))).toEqual([]);
  });

  it("do not follow from leading a team when the rule has no owning team", () => {
    const lead = person({ memberships: [{ team: "payments", role: "lead" }] });
    expect(entitled({ teamLeads: true }, lead)).toEqual([]);
  });
});

it("normalises addresses and says who decides", () => {
  const normal = normaliseApprovers({
    ...NOBODY,
    users: [" Ana@Example.com", "ana@example.com"],
    roles: ["Admin", "Admin"],
  });
  expect(normal.users).toEqual(["ana@example.com"]);
  expect(normal.roles).toEqual(["Admin"]);
  expect(describeRule(rule({ type: "ALL", teamLeads: true, owningTeam: "payments", roles: ["Admin"] }))).toBe(
    "all of: the leads of payments and people with the role Admin",
  );
  expect(describeRule(rule({}))).toBe("nobody");
  expect(stageOfRule(rule({ roles: ["Admin"] }))).toMatchObject({ needs: 1, selfApproval: false });
  expect(stageOfRule(rule({ type: "ALL" }))).toMatchObject({ needs: "ALL" });
});
