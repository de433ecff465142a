import { approversOfRule } from "@/server/approvals/core/rule";
import type { ApprovalRule, Approvers, ApprovalStage } from "@/server/approvals/schema";

import type { Invocation } from "@/server/pipelines/schema";
import { performersOf } from "./performers";

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
  /** For whom the portal asked. */
  ownerId?: string | null;
  team: string | null;
  approvalRule: ApprovalRule | null;
  approvalStages: ApprovalStage[] | null;
  action: { allowAnyoneToViewRuns?: boolean; invocation?: Invocation };
  payload?: Record<string, unknown> | null;
}

/** Whether the viewer is among the approvers. */
export function isCandidate(viewer: Viewer, from: Approvers): boolean {
  return (
    from.roles.includes(viewer.role) ||
    (viewer.email !== null && from.users.includes(viewer.email)) ||
    from.teams.some((team) => viewer.teams.includes(team)) ||
    from.leadsOf.some((team) => viewer.ledTeams.includes(team))
  );
}

/** Those who may decide on the run in any stage; before it is checked, those whom its action names. */
const decidersOf = (run: Visible): Approvers[] =>
  run.approvalStages?.map((stage) => stage.from) ??
  (run.approvalRule ? [approversOfRule(run.approvalRule)] : []);

function performs(viewer: Viewer, run: Visible): boolean {
  const { users, teams } = performersOf(run);
  return (
    (viewer.email !== null && users.includes(viewer.email.toLowerCase())) ||
    teams.some((team) => viewer.teams.includes(team))
  );
}

/** A run is seen by its requester, or for whom the portal asked, its approvers, those who are to do it by hand, the team that owns the result, administrators, and by all where its action says so. */
export function maySee(viewer: Viewer, run: Visible): boolean {
  return (
    viewer.admin ||
    run.action.allowAnyoneToViewRuns === true ||
    run.requesterId === viewer.id ||
    (run.ownerId ?? null) === viewer.id ||
    performs(viewer, run) ||
    (run.team !== null && viewer.teams.includes(run.team)) ||
    (viewer.email !== null && decidersOf(run).some((from) => isCandidate(viewer, from)))
  );
}
