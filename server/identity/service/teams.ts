import { audit } from "@/server/audit/service";
import type { Context } from "@/server/kernel/context";
import { Conflict, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { createTeamInput, membershipInput, type CreateTeam } from "../schema";
import * as store from "../store/people";
import { getUser } from "./people";

type AnyContext = Context | TransactionContext;
export type Team = NonNullable<Awaited<ReturnType<typeof store.teamBy>>>;
export type TeamWithMembers = Team & {
  members: { id: string; email: string; name: string; role: "lead" | "member"; active: boolean }[];
};

/** Makes a team. Administrators only. Throws Conflict when the identifier is taken. */
export async function createTeam(ctx: AnyContext, input: CreateTeam): Promise<Team> {
  checkPermission(ctx.actor, "identity.manage");
  const data = createTeamInput.parse(input);
  return transaction(ctx, async (tx) => {
    const team = await store.insertTeam(tx.db, data);
    if (!team)
      throw new Conflict(`There is a team "${data.identifier}" already.`, { identifier: data.identifier });
    await audit(tx, {
      action: "CREATE",
      resourceType: "team",
      resourceId: data.identifier,
      diff: { after: data },
    });
    return team;
  });
}

/** Puts a person in a team as lead or member, changes which, or takes them out (`role: null`). Administrators only. */
export async function setMembership(
  ctx: AnyContext,
  input: { team: string; userId: string; role: "lead" | "member" | null },
): Promise<void> {
  checkPermission(ctx.actor, "identity.manage");
  const { team: identifier, userId, role } = membershipInput.parse(input);
  await transaction(ctx, async (tx) => {
    const team = await store.teamBy(tx.db, identifier);
    if (!team) throw new NotFound("Team", identifier);
    const user = await getUser(tx, userId);
    if (role) await store.upsertMembership(tx.db, { teamId: team.id, userId, role });
    else if (!(await store.deleteMembership(tx.db, team.id, userId)))
      throw new NotFound("Membership", `${user.email} in ${identifier}`);
    await audit(tx, {
      action: "SET_MEMBERSHIP",
      resourceType: "team",
      resourceId: identifier,
      diff: { after: { user: user.email, role } },
    });
  });
}

/** Every team with its members, by identifier. */
export async function listTeams(ctx: AnyContext): Promise<TeamWithMembers[]> {
  checkPermission(ctx.actor, "identity.read");
  const [teams, memberships] = await Promise.all([store.allTeams(ctx.db), store.allMemberships(ctx.db)]);
  return teams.map((team) => withMembers(team, memberships));
}

/** Those of these identifiers that a team has. */
export async function knownTeams(ctx: AnyContext, identifiers: string[]): Promise<Set<string>> {
  return new Set(await store.teamsAmong(ctx.db, [...new Set(identifiers)]));
}

/** One team with its members. Throws NotFound. */
export async function getTeam(ctx: AnyContext, identifier: string): Promise<TeamWithMembers> {
  checkPermission(ctx.actor, "identity.read");
  const team = await store.teamBy(ctx.db, identifier);
  if (!team) throw new NotFound("Team", identifier);
  return withMembers(team, await store.allMemberships(ctx.db));
}

function withMembers(
  team: Team,
  memberships: Awaited<ReturnType<typeof store.allMemberships>>,
): TeamWithMembers {
  const members = memberships
    .filter((m) => m.teamId === team.id)
    .map((m) => ({
      id: m.userId,
      email: m.email,
      name: m.name,
      role: m.role,
      active: m.status === "active",
    }));
  return { ...team, members };
}
