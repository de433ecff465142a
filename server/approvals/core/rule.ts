import { peopleWithReasons } from "@/server/identity/core/why";
import type { PeopleFilter } from "@/server/identity/schema";
import type { ApprovalRule, Approvers, ApprovalStage } from "../schema";
import { describeStage } from "./stages";
import { normaliseApprovers } from "./who";

/** What approvers are matched against: a person as the portal knows them now. */
export interface Candidate {
  id: string;
  email: string;
  name: string;
  role: "admin" | "member";
  memberships: { team: string; role: "lead" | "member" }[];
}

/** A role as permission objects publish it. */
export const publishedRole = (role: "admin" | "member"): "Admin" | "Member" =>
  role === "admin" ? "Admin" : "Member";

/** Approvers as a search for people. A role that no account has finds nobody. */
export function peopleOf(from: Approvers): PeopleFilter {
  return {
    roles: (["admin", "member"] as const).filter((role) => from.roles.includes(publishedRole(role))),
    emails: from.users,
    teams: from.teams,
    leadsOf: from.leadsOf,
  };
}

/** Why a person is among the approvers, in words for people; empty when they are not. */
export function entitlements(from: Approvers, person: Candidate): string[] {
  const { memberships, ...account } = person;
  const rows = memberships.map((m) => ({ ...account, team: m.team, teamRole: m.role }));
  const [found] = peopleWithReasons(
    rows.length ? rows : [{ ...account, team: null, teamRole: null }],
    peopleOf(from),
  );
  return found?.why ?? [];
}

/** Whom the published rule names, as approvers of a stage. */
export const approversOfRule = (rule: ApprovalRule): Approvers =>
  normaliseApprovers({
    roles: rule.roles,
    users: rule.users,
    teams: rule.teams,
    leadsOf: rule.teamLeads && rule.owningTeam ? [rule.owningTeam] : [],
  });

/** The published rule as a stage: ANY needs one, ALL everybody. Its requester is never among them. */
export const stageOfRule = (rule: ApprovalRule): ApprovalStage => ({
  title: "Approval",
  needs: rule.type === "ALL" ? "ALL" : 1,
  from: approversOfRule(rule),
  selfApproval: false,
  source: { kind: "action", title: "Approvers of the action" },
});

/** Who decides by the published rule, as a sentence for the requester. */
export const describeRule = (rule: ApprovalRule): string => describeStage(stageOfRule(rule));
