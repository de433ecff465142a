import { audit } from "@/server/audit/service";
import type { Context } from "@/server/kernel/context";
import { Conflict, NotFound } from "@/server/kernel/errors";
import { publish } from "@/server/kernel/events";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { createTeamInput, membershipInput, teamChange, type CreateTeam, type TeamChange } from "../schema";
import * as store from "../store/people";
import { getUser, getUserWithTeams } from "./people";

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
    await publish(tx, "team.changed", { identifier: data.identifier });
    return team;
  });
}

/** Changes title or description of a team. Administrators only. Throws NotFound. */
export async function updateTeam(ctx: AnyContext, identifier: string, input: TeamChange): Promise<Team> {
  checkPermission(ctx.actor, "identity.manage");
  const change = teamChange.parse(input);
  return transaction(ctx, async (tx) => {
    const before = await store.teamBy(tx.db, identifier);
    if (!before) throw new NotFound("Team", identifier);
    const { title = before.title, description = before.description } = change;
    if (title === before.title && description === before.description) return before;
    const team = await store.updateTeam(tx.db, identifier, { title, description });
    if (!team) throw new NotFound("Team", identifier);
    await audit(tx, {
      action: "UPDATE",
      resourceType: "team",
      resourceId: identifier,
      diff: {
        before: { title: before.title, description: before.description },
        after: { title, description },
      },
    });
    await publish(tx, "team.changed", { identifier });
    return team;
  });
}

/** Puts a person in exactly these teams: as member in new ones, as what they are in the others. Administrators only. */
export async function setTeams(ctx: AnyContext, userId: string, teams: readonly string[]): Promise<void> {
  checkPermission(ctx.actor, "identity.manage");
  await transaction(ctx, async (tx) => {
    const now = (await getUserWithTeams(tx, userId)).teams.map(({ team }) => team);
    for (const team of now.filter((one) => !teams.includes(one)))
      await setMembership(tx, { team, userId, role: null });
    for (const team of teams.filter((one) => !now.includes(one)))
      await setMembership(tx, { team, userId, role: "member" });
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
    await publish(tx, "user.changed", { userId });
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

/** What people call the teams of these identifiers; those that the portal does not have are not in it. */
export async function teamTitles(
  ctx: AnyContext,
  identifiers: readonly string[],
): Promise<Map<string, string>> {
  checkPermission(ctx.actor, "identity.read");
  return store.teamTitles(ctx.db, identifiers);
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
