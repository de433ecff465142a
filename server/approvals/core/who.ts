import type { Approvers } from "../schema";

export const NOBODY: Approvers = { roles: [], users: [], teams: [], leadsOf: [] };

const unique = (values: readonly string[]) => [...new Set(values)];

/** In the form that is stored: addresses as accounts have them, nothing twice, in order, so that equals are equal. */
export const normaliseApprovers = (from: Approvers): Approvers => ({
  roles: unique(from.roles).sort(),
  users: unique(from.users.map((email) => email.trim().toLowerCase())).sort(),
  teams: unique(from.teams).sort(),
  leadsOf: unique(from.leadsOf).sort(),
});

/** All whom any of them names. */
export const union = (...parts: readonly Approvers[]): Approvers =>
  normaliseApprovers({
    roles: parts.flatMap((part) => part.roles),
    users: parts.flatMap((part) => part.users),
    teams: parts.flatMap((part) => part.teams),
    leadsOf: parts.flatMap((part) => part.leadsOf),
  });

/** Who they are, as words in a sentence. */
export function describeApprovers(from: Approvers): string {
  const parts = [
    ...from.leadsOf.map((team) => `the leads of ${team}`),
    ...from.teams.map((team) => `the members of ${team}`),
    ...from.roles.map((role) => `people with the role ${role}`),
    ...from.users,
  ];
  if (!parts.length) return "nobody";
  return parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
