import type { ActionPermissions } from "@/server/actions/schema";

interface Person {
  email: string;
  role: "admin" | "member";
  status?: string;
  teams: readonly { team: string; role: "lead" | "member" }[];
}

const roleOf = ({ role }: Person): string => (role === "admin" ? "Admin" : "Member");

/**
 * Who could approve at present, and whether leads of the owning team come to that, whom only a request names. With a
 * policy nobody can be counted: it names people anew for each request.
 */
export function approversNow(
  approve: ActionPermissions["approve"],
  people: readonly Person[],
): { people: Person[]; leads: boolean; policy: boolean } {
  const emails = approve.users.map((email) => email.toLowerCase());
  const found = people.filter(
    (person) =>
      (person.status ?? "active") === "active" &&
      (approve.roles.includes(roleOf(person)) ||
        emails.includes(person.email.toLowerCase()) ||
        person.teams.some(({ team }) => approve.teams.includes(team))),
  );
  return { people: found, leads: approve.teamLeads, policy: Boolean(approve.policy) };
}
