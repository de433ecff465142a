import { knownEmails, findActiveUsers } from "@/server/identity/service/people";
import { knownTeams } from "@/server/identity/service/teams";
import type { Context } from "@/server/kernel/context";
import { Invalid, type Issue } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { storableIssues } from "@/server/properties/storable";
import type { z } from "zod";
import { lineOf } from "../core/position";
import { type PolicyDefinition, policyDefinitionSchema, type PolicyStage } from "../schema";
import { checkProgram } from "./language";

type AnyContext = Context | TransactionContext;

/**
 * Reads and checks a definition: its shape, the types and names in its expressions, that its people exist and that there are
 * enough of them. Throws Invalid with the path of each fault; those of an expression say line and column.
 */
export async function readDefinition(ctx: AnyContext, input: unknown): Promise<PolicyDefinition> {
  const definition = parseDefinition(policyDefinitionSchema, input);
  const faults = await checkProgram(definition);
  const issues: Issue[] = faults.map(({ part, message, from }) => ({
    path: [part],
    message: from === null ? message : `${lineOf(definition[part], from)}: ${message}`,
  }));
  issues.push(...effectIssues(definition));
  for (const part of ["requires", "override"] as const) {
    const stage = definition[part];
    if (stage) issues.push(...(await stageIssues(ctx, part, stage)));
  }
  if (issues.length) throw new Invalid(issues);
  return definition;
}

/** Throws Invalid with the path of each fault. */
export function parseDefinition<T>(schema: z.ZodType<T>, input: unknown): T {
  const unstorable = storableIssues(input);
  if (unstorable.length) throw new Invalid(unstorable);
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Invalid(
    parsed.error.issues.map(({ path, message }) => ({
      path: path.map((part) => (typeof part === "symbol" ? String(part) : part)),
      message,
    })),
  );
}

/** What is said has to mean something: a stage that nothing asks for would be believed to hold. */
function effectIssues({ effect, requires, override }: PolicyDefinition): Issue[] {
  if (effect === "require_approval" && !requires)
    return [{ path: ["requires"], message: "Say who has to approve." }];
  if (effect !== "require_approval" && requires)
    return [
      {
        path: ["requires"],
        message: 'Only a policy with the effect "require_approval" asks for approval. Leave it out.',
      },
    ];
  if (effect !== "deny" && override)
    return [
      {
        path: ["override"],
        message: 'Only a policy with the effect "deny" can be overridden. Leave it out.',
      },
    ];
  return [];
}

async function stageIssues(ctx: AnyContext, part: string, stage: PolicyStage): Promise<Issue[]> {
  const { roles, users, teams, teamLeads, count } = stage;
  const issues: Issue[] = [];
  const [emails, known] = [await knownEmails(ctx, users), await knownTeams(ctx, teams)];
  for (const [i, user] of users.entries())
    if (!emails.has(user.trim().toLowerCase()))
      issues.push({ path: [part, "users", i], message: `Nobody has the e-mail address ${user}.` });
  for (const [i, team] of teams.entries())
    if (!known.has(team)) issues.push({ path: [part, "teams", i], message: `There is no team "${team}".` });
  if (issues.length || teamLeads) return issues;
  const people = await findActiveUsers(ctx, {
    roles: (["admin", "member"] as const).filter((role) =>
      roles.includes(role === "admin" ? "Admin" : "Member"),
    ),
    emails: users,
    teams,
  });
  if (people.length < count)
    issues.push({
      path: [part, "count"],
      message: `It asks for ${count} approvals, and these are ${people.length} people. Nobody could ever satisfy it: name more people, or ask for fewer.`,
    });
  return issues;
}
