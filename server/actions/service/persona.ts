import { z } from "zod";
import { getUserByEmail, getUserWithTeams } from "@/server/identity/service/people";
import type { Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";

/**
 * The context in which somebody else would act, to try a form or a policy as them: for reading only. Administrators only.
 * `as` is a user id or an e-mail address; without it, oneself. Throws NotFound.
 */
export async function personaOf(ctx: Context, as: string | undefined): Promise<Context> {
  checkPermission(ctx.actor, "actions.manage");
  if (as === undefined) return ctx;
  const found = z.uuid().safeParse(as).success
    ? await getUserWithTeams(ctx, as)
    : await getUserByEmail(ctx, as);
  const { id, email, name, role, teams, moderatedBlueprints } = found;
  return {
    ...ctx,
    actor: {
      kind: "user",
      id,
      email,
      name,
      role,
      // Only the names of teams are asked for when something is read.
      memberships: teams.map(({ team, role: teamRole }) => ({ teamId: team, team, role: teamRole })),
      moderates: moderatedBlueprints,
    },
  };
}
