import { findActiveUsers } from "@/server/identity/service/people";
import { knownTeams } from "@/server/identity/service/teams";
import { type Context, isAdmin, teamsOf } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";

type AnyContext = Context | TransactionContext;

/** Why people cannot be named, by the e-mail address as it was given; those who can are not in it. */
export async function userFaults(ctx: AnyContext, emails: readonly string[]): Promise<Map<string, string>> {
  if (emails.length === 0) return new Map();
  const found = new Set((await findActiveUsers(ctx, { emails: [...emails] })).map(({ email }) => email));
  return new Map(
    emails
      .filter((email) => !found.has(email.trim().toLowerCase()))
      .map((email) => [
        email,
        `There is no active person with the e-mail address "${email}". Choose one from the list.`,
      ]),
  );
}

/** Why the actor may not act for teams: they do not exist, or are not theirs. Administrators act for any. */
export async function teamFaults(ctx: AnyContext, teams: readonly string[]): Promise<Map<string, string>> {
  if (teams.length === 0) return new Map();
  const known = await knownTeams(ctx, [...teams]);
  const own = isAdmin(ctx.actor) ? known : new Set(teamsOf(ctx.actor));
  return new Map(
    teams
      .filter((team) => !known.has(team) || !own.has(team))
      .map((team) => [
        team,
        known.has(team)
          ? `You are not in the team "${team}". Choose a team of yours.`
          : `There is no team "${team}". Choose one from the list.`,
      ]),
  );
}
