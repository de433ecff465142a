import type { Actor } from "./context";
import { isAdmin } from "./context";
import { Forbidden, Unauthenticated } from "./errors";

/**
 * What a procedure or route can demand. Each is the coarse gate at the door; verbs add what depends on the object
 * (the team that owns an entity, the people who may approve).
 */
export const PERMISSIONS = {
  public: "anyone, signed in or not",
  session: "anyone who is signed in",
  "catalog.read": "signed-in people and clients",
  "catalog.write": "signed-in people and clients; entities of other teams only by administrators",
  "blueprints.manage": "administrators",
  "permissions.manage": "administrators, and the moderators of a blueprint for it",
  "actions.read": "signed-in people and clients",
  "actions.manage": "administrators",
  "actions.execute": "signed-in people and clients, as the action allows",
  "runs.read": "the requester, approvers, the owning team, administrators",
  "runs.control": "the requester and administrators",
  "runs.claim": "administrators, and their clients: agents that carry runs out",
  "runs.report": "whoever carries the run out, the requester's clients, and administrators",
  "approvals.read": "signed-in people",
  "approvals.decide": "the approvers of the request, never its requester",
  "identity.read": "signed-in people and clients",
  "identity.manage": "administrators",
  "audit.read": "administrators",
  "state.manage": "administrators",
  "secrets.manage": "administrators",
  "policies.read": "signed-in people and clients",
  "policies.manage": "administrators",
  "budgets.read":
    "signed-in people and clients; the figures of other teams only their leads and administrators",
  "budgets.manage": "administrators",
  "notifications.manage": "administrators",
  "insights.read": "signed-in people and clients",
  "insights.write": "API clients and administrators",
  "insights.manage": "administrators",
  "dashboards.read": "signed-in people and clients, as the page allows",
  "dashboards.write": "signed-in people and clients; pages of others as they allow",
  "surveys.read": "signed-in people and clients",
  "surveys.manage": "administrators",
  "demo.manage": "administrators",
} as const;

export type Permission = keyof typeof PERMISSIONS;

const ADMIN_ONLY: ReadonlySet<Permission> = new Set([
  "runs.claim",
  "blueprints.manage",
  "actions.manage",
  "identity.manage",
  "audit.read",
  "state.manage",
  "secrets.manage",
  "policies.manage",
  "budgets.manage",
  "notifications.manage",
  "insights.manage",
  "surveys.manage",
  "demo.manage",
]);

/** What the token of a run is good for, on that run. */
const OF_A_RUN: ReadonlySet<Permission> = new Set(["runs.read", "runs.report"]);

/** Throws Unauthenticated or Forbidden unless the actor may pass the gate. */
export function checkPermission(actor: Actor, permission: Permission): void {
  if (permission === "public") return;
  if (actor.kind === "anonymous") throw new Unauthenticated();
  if (actor.kind === "client" && actor.reportsOn !== undefined && !OF_A_RUN.has(permission))
    throw new Forbidden(
      `The token of a run is good for reports on that run alone. Use an access token of a client for anything else.`,
    );
  // Teams are judged by what is told: machines tell it, and people only where they answer for all of it.
  const isRefused = permission === "insights.write" ? actor.kind === "user" : ADMIN_ONLY.has(permission);
  if (isRefused && !isAdmin(actor))
    throw new Forbidden(
      `This needs the permission "${permission}", which ${PERMISSIONS[permission]} have. Ask one of them.`,
    );
}
