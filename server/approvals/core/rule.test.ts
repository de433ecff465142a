import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { approvalRuleSchema } from "../schema";
import { type Candidate, describeRule, entitlements, normaliseRule, outcome, stillStands } from "./rule";

const person = (over: Partial<Candidate> = {}): Candidate => ({
  id: "p1",
  email: "ana@example.com",
  name: "Ana",
  role: "member",
  memberships: [],
  ...over,
});
const rule = (over: object) => approvalRuleSchema.parse({ type: "ANY", ...over });

describe("entitlements", () => {
  it("follow from role, name, team, and leading the owning team", () => {
    expect(entitlements(rule({ roles: ["Admin"] }), person({ role: "admin" }))).toHaveLength(1);
    expect(entitlements(rule({ roles: ["Admin"] }), person())).toEqual([]);
    expect(entitlements(rule({ users: ["ana@example.com"] }), person())).toHaveLength(1);
    expect(
      entitlements(rule({ teams: ["sre"] }), person({ memberships: [{ team: "sre", role: "member" }] })),
    ).toHaveLength(1);
    const leads = rule({ teamLeads: true, owningTeam: "payments" });
    expect(entitlements(leads, person({ memberships: [{ team: "payments", role: "lead" }] }))).toHaveLength(
      1,
    );
    expect(entitlements(leads, person({ memberships: [{ team: "payments", role: "member" }] }))).toEqual([]);
    expect(entitlements(leads, person({ memberships: [{ team: "logistics", role: "lead" }] }))).toEqual([]);
  });

  it("do not follow from leading a team when the rule has no owning team", () => {
    const leads = rule({ teamLeads: true });
    expect(entitlements(leads, person({ memberships: [{ team: "payments", role: "lead" }] }))).toEqual([]);
  });
});

describe("outcome", () => {
  it("ANY needs one, ALL needs everybody, and one refusal refuses", () => {
    const yes = (voterId: string) => ({ voterId, vote: "APPROVE" as const });
    const no = (voterId: string) => ({ voterId, vote: "DECLINE" as const });
    expect(outcome("ANY", ["a", "b"], [])).toBe("pending");
    expect(outcome("ANY", ["a", "b"], [yes("b")])).toBe("approved");
    expect(outcome("ALL", ["a", "b"], [yes("b")])).toBe("pending");
    expect(outcome("ALL", ["a", "b"], [yes("b"), yes("a")])).toBe("approved");
    expect(outcome("ALL", ["a", "b"], [yes("b"), yes("b")])).toBe("pending");
    expect(outcome("ALL", ["a", "b"], [yes("b"), no("a")])).toBe("declined");
    expect(outcome("ALL", [], [])).toBe("pending");
  });

  it("never counts a vote of somebody who may not decide", () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 5 });
    const votes = fc.array(
      fc.record({
        voterId: fc.string({ minLength: 1, maxLength: 3 }),
        vote: fc.constantFrom("APPROVE" as const, "DECLINE" as const),
      }),
    );
    fc.assert(
      fc.property(ids, votes, fc.constantFrom("ANY" as const, "ALL" as const), (entitled, cast, type) => {
        const counted = cast.filter((v) => entitled.includes(v.voterId));
        expect(outcome(type, entitled, cast)).toBe(outcome(type, entitled, counted));
        if (!counted.length) expect(outcome(type, entitled, cast)).toBe("pending");
      }),
    );
  });
});

it("an approval stands while one of those who gave it may still decide", () => {
  const votes = [{ voterId: "a", vote: "APPROVE" as const }];
  expect(stillStands(["a", "newcomer"], votes)).toBe(true);
  expect(stillStands(["newcomer"], votes)).toBe(false);
  expect(stillStands(["a"], [])).toBe(false);
});

it("normalises addresses and says who decides", () => {
  const normal = normaliseRule(
    rule({ users: [" Ana@Example.com", "ana@example.com"], roles: ["Admin", "Admin"] }),
  );
  expect(normal.users).toEqual(["ana@example.com"]);
  expect(normal.roles).toEqual(["Admin"]);
  expect(describeRule(rule({ type: "ALL", teamLeads: true, owningTeam: "payments", roles: ["Admin"] }))).toBe(
    "all of: the leads of payments and people with the role Admin",
  );
  expect(describeRule(rule({}))).toBe("nobody");
});
