import { and, asc, eq, exists, inArray, ne, or, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { memberships, teams, users } from "@/db/schema/identity";
import { now } from "@/server/kernel/clock";
import type { PeopleFilter } from "../schema";

/** What of a user may be shown; never the password's hash. */
export const person = {
  id: users.id,
  email: users.email,
  name: users.name,
  role: users.role,
  status: users.status,
  moderatedBlueprints: users.moderatedBlueprints,
  createdAt: users.createdAt,
  updatedAt: users.updatedAt,
  lastSeenAt: users.lastSeenAt,
};

export async function insertUser(db: Executor, row: typeof users.$inferInsert) {
  const [made] = await db.insert(users).values(row).onConflictDoNothing().returning(person);
  return made ?? null;
}

export async function userBy(db: Executor, by: { id: string } | { email: string }) {
  const [row] = await db
    .select(person)
    .from(users)
    .where("id" in by ? eq(users.id, by.id) : eq(users.email, by.email));
  return row ?? null;
}

export function usersByIds(db: Executor, ids: string[]) {
  return ids.length ? db.select(person).from(users).where(inArray(users.id, ids)) : Promise.resolve([]);
}

/** For sign-in alone: the only query that reads a hash. */
export async function passwordOf(db: Executor, email: string) {
  const [row] = await db
    .select({ ...person, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.email, email));
  return row ?? null;
}

/** Those of these addresses that somebody has. */
export async function emailsAmong(db: Executor, emails: string[]): Promise<string[]> {
  if (emails.length === 0) return [];
  const rows = await db.select({ email: users.email }).from(users).where(inArray(users.email, emails));
  return rows.map((row) => row.email);
}

/** Those of these identifiers that a team has. */
export async function teamsAmong(db: Executor, identifiers: string[]): Promise<string[]> {
  if (identifiers.length === 0) return [];
  const rows = await db
    .select({ identifier: teams.identifier })
    .from(teams)
    .where(inArray(teams.identifier, identifiers));
  return rows.map((row) => row.identifier);
}

/** Names of teams for people, by identifier. */
export async function teamTitles(db: Executor, identifiers: readonly string[]): Promise<Map<string, string>> {
  if (identifiers.length === 0) return new Map();
  const rows = await db
    .select({ identifier: teams.identifier, title: teams.title })
    .from(teams)
    .where(inArray(teams.identifier, [...new Set(identifiers)]));
  return new Map(rows.map(({ identifier, title }) => [identifier, title]));
}

export function allUsers(db: Executor) {
  return db.select(person).from(users).orderBy(asc(users.name), asc(users.email));
}

/** Every membership with the names of both sides. */
export function allMemberships(db: Executor) {
  return db
    .select({
      userId: users.id,
      email: users.email,
      name: users.name,
      status: users.status,
      teamId: teams.id,
      team: teams.identifier,
      role: memberships.role,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .innerJoin(teams, eq(teams.id, memberships.teamId))
    .orderBy(asc(teams.identifier), asc(users.name));
}

export async function updatePassword(db: Executor, id: string, passwordHash: string) {
  const rows = await db
    .update(users)
    .set({ passwordHash, updatedAt: now })
    .where(eq(users.id, id))
    .returning({ id: users.id });
  return rows.length > 0;
}

export async function touchUser(db: Executor, id: string) {
  await db.update(users).set({ lastSeenAt: now }).where(eq(users.id, id));
}

/** Locks every active administrator's row, so that two changes at once cannot each leave the other as the last one. */
export async function lockAdministrators(db: Executor): Promise<string[]> {
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "admin"), eq(users.status, "active")))
    .orderBy(asc(users.id))
    .for("update");
  return rows.map((row) => row.id);
}

/** Changes role or status when it is not so already. */
export async function updateStanding(
  db: Executor,
  id: string,
  change: { role: "admin" | "member" } | { status: "active" | "disabled" },
) {
  const differs = "role" in change ? ne(users.role, change.role) : ne(users.status, change.status);
  const [row] = await db
    .update(users)
    .set({ ...change, updatedAt: now })
    .where(and(eq(users.id, id), differs))
    .returning(person);
  return row ?? null;
}

export async function updateName(db: Executor, id: string, name: string) {
  const [row] = await db
    .update(users)
    .set({ name, updatedAt: now })
    .where(and(eq(users.id, id), ne(users.name, name)))
    .returning(person);
  return row ?? null;
}

export async function updateModerated(db: Executor, id: string, moderatedBlueprints: string[]) {
  const [row] = await db
    .update(users)
    .set({ moderatedBlueprints, updatedAt: now })
    .where(eq(users.id, id))
    .returning(person);
  if (!row) throw new Error("The user whose blueprints change is gone.");
  return row;
}

/** Out: the ids of those who lose it. */
export async function removeModerated(db: Executor, blueprint: string): Promise<string[]> {
  const rows = await db
    .update(users)
    .set({ moderatedBlueprints: sql`array_remove(${users.moderatedBlueprints}, ${blueprint})` })
    .where(sql`${blueprint} = any(${users.moderatedBlueprints})`)
    .returning({ id: users.id });
  return rows.map((row) => row.id);
}

export async function insertTeam(db: Executor, row: typeof teams.$inferInsert) {
  const [made] = await db.insert(teams).values(row).onConflictDoNothing().returning();
  return made ?? null;
}

export async function updateTeam(
  db: Executor,
  identifier: string,
  change: { title?: string; description?: string | null },
) {
  const [row] = await db
    .update(teams)
    .set({ ...change, updatedAt: now })
    .where(eq(teams.identifier, identifier))
    .returning();
  return row ?? null;
}

export function allTeams(db: Executor) {
  return db.select().from(teams).orderBy(asc(teams.identifier));
}

export async function teamBy(db: Executor, identifier: string) {
  const [row] = await db.select().from(teams).where(eq(teams.identifier, identifier));
  return row ?? null;
}

export async function upsertMembership(
  db: Executor,
  row: { teamId: string; userId: string; role: "lead" | "member" },
) {
  await db
    .insert(memberships)
    .values(row)
    .onConflictDoUpdate({ target: [memberships.teamId, memberships.userId], set: { role: row.role } });
}

export async function deleteMembership(db: Executor, teamId: string, userId: string) {
  const rows = await db
    .delete(memberships)
    .where(and(eq(memberships.teamId, teamId), eq(memberships.userId, userId)))
    .returning({ userId: memberships.userId });
  return rows.length > 0;
}

/** The teams of one person. */
export function membershipsOf(db: Executor, userId: string) {
  return db
    .select({ teamId: teams.id, team: teams.identifier, role: memberships.role })
    .from(memberships)
    .innerJoin(teams, eq(teams.id, memberships.teamId))
    .where(eq(memberships.userId, userId))
    .orderBy(asc(teams.identifier));
}

/** Active people who fit any part of the filter, joined with all their memberships. */
export function activePeople(db: Executor, filter: PeopleFilter) {
  const teamFits = (condition: ReturnType<typeof and>) =>
    exists(
      db
        .select({ one: sql`1` })
        .from(memberships)
        .innerJoin(teams, eq(teams.id, memberships.teamId))
        .where(and(eq(memberships.userId, users.id), condition)),
    );
  const parts = [
    filter.roles?.length ? inArray(users.role, filter.roles) : undefined,
    filter.emails?.length ? inArray(users.email, filter.emails) : undefined,
    filter.teams?.length ? teamFits(inArray(teams.identifier, filter.teams)) : undefined,
    filter.leadsOf?.length
      ? teamFits(and(inArray(teams.identifier, filter.leadsOf), eq(memberships.role, "lead")))
      : undefined,
  ].filter((part) => part !== undefined);
  if (!parts.length) return Promise.resolve([]);
  return db
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      role: users.role,
      team: teams.identifier,
      teamRole: memberships.role,
    })
    .from(users)
    .leftJoin(memberships, eq(memberships.userId, users.id))
    .leftJoin(teams, eq(teams.id, memberships.teamId))
    .where(and(eq(users.status, "active"), or(...parts)))
    .orderBy(asc(users.name), asc(users.email), asc(teams.identifier));
}
