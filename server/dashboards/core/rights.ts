import type { Grantee } from "@/server/catalog/core/permissions";
import { moderatorOf } from "@/server/catalog/core/permissions";
import type { Issue } from "@/server/kernel/errors";
import type { PageGrant, PagePermissions, PagePermissionsInput, PageRights } from "../schema";

const NOBODY: PageGrant = { users: [], roles: [], teams: [] };

/** What holds for a page whose permissions nobody has set: everybody reads it, administrators and its maker change it. */
export const DEFAULT_PERMISSIONS: PagePermissions = {
  read: { ...NOBODY, roles: ["Admin", "Member"] },
  update: { ...NOBODY, roles: ["Admin"] },
};

/** Until it is shared, what somebody makes for themselves is theirs alone. */
export const OWN_PERMISSIONS: PagePermissions = {
  read: { ...NOBODY, roles: ["Admin"] },
  update: { ...NOBODY, roles: ["Admin"] },
};

/** Who asks, as pages see them: `id` is that of whoever acts. */
export interface Reader extends Grantee {
  id: string;
}

interface Page {
  createdBy: string;
  locked: boolean;
  permissions: PagePermissions | null;
}

function isGranted({ users, roles, teams }: PageGrant, who: Reader): boolean {
  const has = [who.admin ? "Admin" : "Member", ...who.moderates.map(moderatorOf)];
  return (
    roles.some((role) => has.includes(role)) ||
    teams.some((team) => who.teams.includes(team)) ||
    (who.email !== null && users.some((user) => user.toLowerCase() === who.email))
  );
}

/** What may be done with a page; null: it does not exist for whoever asks. Who may change one may read it. */
export function rightsOn(page: Page, who: Reader): PageRights | null {
  const owns = who.admin || page.createdBy === who.id;
  const { read, update } = page.permissions ?? DEFAULT_PERMISSIONS;
  const mayChange = owns || isGranted(update, who);
  if (!mayChange && !isGranted(read, who)) return null;
  const isOpen = who.admin || !page.locked;
  return { update: mayChange && isOpen, delete: owns && isOpen, share: owns };
}

/** Permissions after a change of those parts that are given. */
export function mergePermissions(
  before: PagePermissions | null,
  patch: PagePermissionsInput,
): PagePermissions {
  const { read, update } = before ?? DEFAULT_PERMISSIONS;
  const of = (grant: PageGrant, given: PagePermissionsInput["read"] = {}): PageGrant => ({
    users: (given.users ?? grant.users).map((user) => user.trim().toLowerCase()),
    roles: given.roles ?? grant.roles,
    teams: given.teams ?? grant.teams,
  });
  return { read: of(read, patch.read), update: of(update, patch.update) };
}

/** What permissions name that there is not, with paths. */
export function permissionIssues(
  permissions: PagePermissionsInput,
  known: { users: ReadonlySet<string>; teams: ReadonlySet<string>; blueprints: Iterable<string> },
): Issue[] {
  const roles = new Set(["Admin", "Member", ...[...known.blueprints].map(moderatorOf)]);
  const isKnown = {
    users: (name: string) => known.users.has(name.trim().toLowerCase()),
    teams: (name: string) => known.teams.has(name),
    roles: (name: string) => roles.has(name),
  };
  const messages = {
    users: (name: string) => `There is no user with the e-mail "${name}".`,
    teams: (name: string) => `There is no team "${name}".`,
    roles: (name: string) =>
      `There is no role "${name}". Roles are Admin, Member, and the identifier of a blueprint with "-moderator" after it.`,
  };
  return (["read", "update"] as const).flatMap((operation) =>
    (["users", "roles", "teams"] as const).flatMap((part) =>
      (permissions[operation]?.[part] ?? []).flatMap((name, i) =>
        isKnown[part](name) ? [] : [{ path: [operation, part, i], message: messages[part](name) }],
      ),
    ),
  );
}
