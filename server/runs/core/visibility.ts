import type { ApprovalRule } from "@/server/approvals/schema";

/** Who looks, as far as visibility depends on it. */
export interface Viewer {
  id: string;
  admin: boolean;
  email: string | null;
  /** "Admin" or "Member", as rules name roles. */
  role: "Admin" | "Member";
  teams: readonly string[];
  ledTeams: readonly string[];
}

export interface Visible {
  requesterId: string;
  team: string | null;
  approvalRule: ApprovalRule | null;
  action: { allowAnyoneToViewRuns?: boolean };
}

/** Whether the rule names the viewer among those who may decide. */
export function isCandidate(viewer: Viewer, rule: ApprovalRule): boolean {
  return (
    rule.roles.includes(viewer.role) ||
    (viewer.email !== null && rule.users.includes(viewer.email)) ||
    rule.teams.some((team) => viewer.teams.includes(team)) ||
    (rule.teamLeads && rule.owningTeam !== null && viewer.ledTeams.includes(rule.owningTeam))
  );
}

/** A run is seen by its requester, its approvers, the team that owns the result, administrators, and by all where its action says so. */
export function maySee(viewer: Viewer, run: Visible): boolean {
  return (
    viewer.admin ||
    run.action.allowAnyoneToViewRuns === true ||
    run.requesterId === viewer.id ||
    (run.team !== null && viewer.teams.includes(run.team)) ||
    (run.approvalRule !== null && viewer.email !== null && isCandidate(viewer, run.approvalRule))
  );
}
