import { publishedRole } from "@/server/approvals/core/rule";
import type { ActionPermissions, Operation, PermissionsPatch } from "../schema";

/** Who wants to execute: a person with their teams, or an API client, which has none. */
export interface Executor {
  role: "admin" | "member";
  email: string | null;
  teams: string[];
}

/**
 * Whether the permissions let somebody see an action as one of theirs; without a policy, that is to execute it. With `ownedByTeam`, an action on an entity is for the members of the
 * team that owns it: the role Member alone does not suffice then, while named people, named teams and Admin still do.
 * `owners` are the teams of the entity; null asks whether there may be an entity on which they can.
 */
export function mayExecute(
  permissions: ActionPermissions,
  operation: Operation,
  executor: Executor,
  owners: string[] | null,
): boolean {
  const { roles, users, teams, ownedByTeam } = permissions.execute;
  const narrowed = ownedByTeam && operation !== "CREATE";
  if (executor.email !== null && users.map((user) => user.toLowerCase()).includes(executor.email))
    return true;
  if (teams.some((team) => executor.teams.includes(team))) return true;
  if (roles.includes(publishedRole(executor.role)) && (!narrowed || executor.role === "admin")) return true;
  if (!narrowed) return false;
  return owners === null ? executor.teams.length > 0 : owners.some((team) => executor.teams.includes(team));
}

/** Permissions with what a patch names replaced; the rest stays. A policy of null takes the policy away. */
export function patchPermissions(current: ActionPermissions, patch: PermissionsPatch): ActionPermissions {
  return {
    execute: { ...current.execute, ...patch.execute },
    approve: { ...current.approve, ...patch.approve },
  };
}
