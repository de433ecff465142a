import { modelOf } from "@/server/catalog/service/model";
import { knownEmails } from "@/server/identity/service/people";
import { knownTeams } from "@/server/identity/service/teams";
import { Invalid } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { permissionIssues } from "../core/rights";
import type { PagePermissionsInput } from "../schema";

/** Throws Invalid, with the path of each, for people, teams and roles that there are not. */
export async function checkNames(
  tx: TransactionContext,
  permissions: PagePermissionsInput,
  at: (string | number)[] = [],
): Promise<void> {
  const named = (part: "users" | "teams") => [
    ...(permissions.read?.[part] ?? []),
    ...(permissions.update?.[part] ?? []),
  ];
  const issues = permissionIssues(permissions, {
    users: await knownEmails(tx, named("users")),
    teams: await knownTeams(tx, named("teams")),
    blueprints: (await modelOf(tx)).blueprints.keys(),
  });
  if (issues.length) throw new Invalid(issues.map((issue) => ({ ...issue, path: [...at, ...issue.path] })));
}
