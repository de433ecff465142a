import { describe, expect, it } from "vitest";
import { approversOfRule } from "@/server/approvals/core/rule";
import { isCandidate, maySee, type Viewer } from "./visibility";

const viewer = (over: Partial<Viewer> = {}): Viewer => ({
  id: "u1",
  admin: false,
  email: "ana@example.com",
  role: "Member",
  teams: [],
  ledTeams: [],
  ...over,
});
const rule = { type: "ANY" as const, roles: [], users: [], teams: [], teamLeads: false, owningTeam: null };
const run = { requesterId: "u2", team: "payments", approvalRule: null, approvalStages: null, action: {} };

describe("who sees a run", () => {
  it("the requester, the owning team and administrators do; others do not", () => {
    expect(maySee(viewer(), run)).toBe(false);
    expect(maySee(viewer({ id: "u2" }), run)).toBe(true);
    expect(maySee(viewer({ teams: ["payments"] }), run)).toBe(true);
    expect(maySee(viewer({ teams: ["logistics"] }), run)).toBe(false);
    expect(maySee(viewer({ admin: true }), run)).toBe(true);
    expect(maySee(viewer({ teams: ["payments"] }), { ...run, team: null })).toBe(false);
    expect(maySee(viewer(), { ...run, ownerId: "u1" })).toBe(true);
  });

  it("everybody does where the action says so", () => {
    expect(maySee(viewer(), { ...run, action: { allowAnyoneToViewRuns: true } })).toBe(true);
    expect(maySee(viewer(), { ...run, action: { allowAnyoneToViewRuns: false } })).toBe(false);
  });

  it("so do those who may approve it, and API clients may not approve", () => {
    const gated = { ...run, approvalRule: { ...rule, roles: ["Member"] } };
    expect(maySee(viewer(), gated)).toBe(true);
    expect(maySee(viewer({ email: null }), gated)).toBe(false);
  });
});

it.each([
  ["a role", { ...rule, roles: ["Member"] }, viewer(), true],
  ["another role", { ...rule, roles: ["Admin"] }, viewer(), false],
  ["a name", { ...rule, users: ["ana@example.com"] }, viewer(), true],
  ["a team", { ...rule, teams: ["sre"] }, viewer({ teams: ["sre"] }), true],
  [
    "leading the owning team",
    { ...rule, teamLeads: true, owningTeam: "payments" },
    viewer({ ledTeams: ["payments"] }),
    true,
  ],
  [
    "leading another team",
    { ...rule, teamLeads: true, owningTeam: "payments" },
    viewer({ ledTeams: ["logistics"] }),
    false,
  ],
  ["leading, with no owning team", { ...rule, teamLeads: true }, viewer({ ledTeams: ["payments"] }), false],
  ["nothing", rule, viewer({ teams: ["sre"] }), false],
])("a candidate by %s", (_, given, who, expected) => {
  expect(isCandidate(who, approversOfRule(given))).toBe(expected);
});
