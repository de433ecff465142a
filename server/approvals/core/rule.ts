import { peopleWithReasons } from "@/server/identity/core/why";
import type { PeopleFilter } from "@/server/identity/schema";
import type { ApprovalRule, Vote } from "../schema";

/** What a rule is matched against: a person as the portal knows them now. */
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

/** Whom a rule names, as a search for people. A role that no account has finds nobody. */
export function peopleOf(rule: ApprovalRule): PeopleFilter {
  return {
    roles: (["admin", "member"] as const).filter((role) => rule.roles.includes(publishedRole(role))),
    emails: rule.users,
    teams: rule.teams,
    leadsOfTeam: rule.teamLeads && rule.owningTeam ? rule.owningTeam : undefined,
  };
}

/** Why a person may decide under a rule, in words for people; empty when they may not. */
export function entitlements(rule: ApprovalRule, person: Candidate): string[] {
  const { memberships, ...account } = person;
  const rows = memberships.map((m) => ({ ...account, team: m.team, teamRole: m.role }));
  const [found] = peopleWithReasons(
    rows.length ? rows : [{ ...account, team: null, teamRole: null }],
    peopleOf(rule),
  );
  return found?.why ?? [];
}

/** A rule in the form that is stored: e-mail addresses as accounts have them, nothing twice. */
export function normaliseRule(rule: ApprovalRule): ApprovalRule {
  const unique = (values: string[]) => [...new Set(values)];
  return {
    ...rule,
    roles: unique(rule.roles),
    users: unique(rule.users.map((email) => email.trim().toLowerCase())),
    teams: unique(rule.teams),
  };
}

export interface CastVote {
  voterId: string;
  vote: Vote;
}

/**
 * What votes amount to. Only the votes of people who may decide now count: one DECLINE declines; ANY needs one
 * APPROVE; ALL needs one of everybody who may decide. With nobody entitled nothing is ever approved.
 */
export function outcome(
  type: ApprovalRule["type"],
  entitled: readonly string[],
  votes: readonly CastVote[],
): "pending" | "approved" | "declined" {
  const counted = new Map(votes.filter((v) => entitled.includes(v.voterId)).map((v) => [v.voterId, v.vote]));
  if ([...counted.values()].includes("DECLINE")) return "declined";
  if (type === "ANY") return counted.size > 0 ? "approved" : "pending";
  return entitled.length > 0 && entitled.every((id) => counted.has(id)) ? "approved" : "pending";
}

/**
 * Whether an approval that was given still stands when execution starts: at least one of those who gave it may still
 * decide. Who joined the approvers later was never asked, so their vote is not missed.
 */
export function stillStands(entitled: readonly string[], votes: readonly CastVote[]): boolean {
  return votes.some((v) => v.vote === "APPROVE" && entitled.includes(v.voterId));
}

/** Who decides, as one sentence for the requester. */
export function describeRule(rule: ApprovalRule): string {
  const parts = [
    ...(rule.teamLeads && rule.owningTeam ? [`the leads of ${rule.owningTeam}`] : []),
    ...rule.teams.map((team) => `the members of ${team}`),
    ...rule.roles.map((role) => `people with the role ${role}`),
    ...rule.users,
  ];
  if (!parts.length) return "nobody";
  const list = parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
  return rule.type === "ALL" ? `all of: ${list}` : `any one of: ${list}`;
}
