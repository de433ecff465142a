import { getTeam } from "@/server/identity/service/teams";
import { findActiveUsers } from "@/server/identity/service/people";
import { type Context, isAdmin, teamsOf } from "@/server/kernel/context";
import { Invalid, type Issue, NotFound } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { compile } from "@/server/properties/compile";
import { type Reference, referencesIn } from "../core/references";
import type { RunnableAction } from "../schema";
import { findEntity } from "./catalog";

type AnyContext = Context | TransactionContext;

/**
 * Values that fit the form, with defaults filled in. They are checked against the definition and against what exists
 * now: a value that was in a list when the form was opened, or was never in any, is refused at its place.
 * Throws Invalid with paths that start at `properties`.
 */
export async function readInputs(
  ctx: AnyContext,
  { trigger }: Pick<RunnableAction, "trigger">,
  values: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { properties } = trigger.userInputs;
  const required = Array.isArray(trigger.userInputs.required) ? trigger.userInputs.required : [];
  const compiled = compile({ properties, required }, { scope: "input" });
  const filled = compiled.withDefaults(values);
  const parsed = compiled.schema.safeParse(filled);
  const below = (path: PropertyKey[]) => [
    "properties",
    ...path.map((p) => (typeof p === "symbol" ? String(p) : p)),
  ];
  if (!parsed.success)
    throw new Invalid(
      parsed.error.issues.map((issue) => ({ path: below(issue.path), message: issue.message })),
    );
  const faults = await Promise.all(
    referencesIn(properties, parsed.data).map((reference) => faultOf(ctx, reference)),
  );
  const issues = faults.filter((fault) => fault !== null);
  if (issues.length) throw new Invalid(issues.map((issue) => ({ ...issue, path: below(issue.path) })));
  return parsed.data;
}

async function faultOf(ctx: AnyContext, { kind, value, blueprint, path }: Reference): Promise<Issue | null> {
  switch (kind) {
    case "entity":
      if (blueprint !== null && (await findEntity(ctx, blueprint, value))) return null;
      return { path, message: `There is no ${blueprint ?? "entity"} "${value}". Choose one from the list.` };
    case "user":
      if ((await findActiveUsers(ctx, { emails: [value] })).length) return null;
      return {
        path,
        message: `There is no active person with the e-mail address "${value}". Choose one from the list.`,
      };
    case "team": {
      const message = await teamFault(ctx, value);
      return message === null ? null : { path, message };
    }
  }
}

/** Why the actor may not act for a team: it does not exist, or is not theirs; null when they may. Administrators act for any. */
export async function teamFault(ctx: AnyContext, team: string): Promise<string | null> {
  if (!(await teamExists(ctx, team))) return `There is no team "${team}". Choose one from the list.`;
  if (isAdmin(ctx.actor) || teamsOf(ctx.actor).includes(team)) return null;
  return `You are not in the team "${team}". Choose a team of yours.`;
}

async function teamExists(ctx: AnyContext, identifier: string): Promise<boolean> {
  try {
    await getTeam(ctx, identifier);
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
