import { and, asc, eq, gt, inArray, isNull, lt } from "drizzle-orm";
import type { Executor } from "@/db/client";
import {
  accessTokens,
  apiClients,
  identities,
  memberships,
  sessions,
  teams,
  users,
} from "@/db/schema/identity";
import { inSeconds, now } from "@/server/kernel/clock";
import { person } from "./people";

/** What of an API client may be shown; never its secret's digest. */
const client = {
  id: apiClients.id,
  clientId: apiClients.clientId,
  name: apiClients.name,
  role: apiClients.role,
  ownerId: apiClients.ownerId,
  disabled: apiClients.disabled,
  createdAt: apiClients.createdAt,
  lastUsedAt: apiClients.lastUsedAt,
};

export async function insertSession(db: Executor, row: { userId: string; method: string; seconds: number }) {
  const [made] = await db
    .insert(sessions)
    .values({ userId: row.userId, method: row.method, expiresAt: inSeconds(row.seconds) })
    .returning({ id: sessions.id });
  if (!made) throw new Error("The session row was not written.");
  return made.id;
}

const live = and(isNull(sessions.revokedAt), gt(sessions.expiresAt, now));

/** The person behind a live session with their memberships, in one query; no rows when the session or the person is not good. */
export function liveSession(db: Executor, id: string) {
  return db
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      role: users.role,
      moderates: users.moderatedBlueprints,
      teamId: teams.id,
      team: teams.identifier,
      teamRole: memberships.role,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(memberships, eq(memberships.userId, users.id))
    .leftJoin(teams, eq(teams.id, memberships.teamId))
    .where(and(eq(sessions.id, id), live, eq(users.status, "active")))
    .orderBy(asc(teams.identifier));
}

export function liveSessionsOf(db: Executor, userId: string) {
  return db
    .select({
      id: sessions.id,
      method: sessions.method,
      createdAt: sessions.createdAt,
      expiresAt: sessions.expiresAt,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), live))
    .orderBy(asc(sessions.createdAt));
}

/** Ends live sessions: one of a person's, or all of them. Out: the ids that were ended. */
export async function endSessions(
  db: Executor,
  of: { id: string; userId?: string } | { userId: string },
): Promise<string[]> {
  const rows = await db
    .update(sessions)
    .set({ revokedAt: now })
    .where(
      and(
        "id" in of ? eq(sessions.id, of.id) : undefined,
        of.userId ? eq(sessions.userId, of.userId) : undefined,
        isNull(sessions.revokedAt),
      ),
    )
    .returning({ id: sessions.id });
  return rows.map((row) => row.id);
}

/** The user linked to a person at an identity provider. */
export async function userOfIdentity(db: Executor, issuer: string, subject: string) {
  const [row] = await db
    .select(person)
    .from(identities)
    .innerJoin(users, eq(users.id, identities.userId))
    .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)));
  return row ?? null;
}

export async function insertIdentity(db: Executor, row: { issuer: string; subject: string; userId: string }) {
  const rows = await db
    .insert(identities)
    .values(row)
    .onConflictDoNothing()
    .returning({ userId: identities.userId });
  return rows.length > 0;
}

export async function insertClient(db: Executor, row: typeof apiClients.$inferInsert) {
  const [made] = await db.insert(apiClients).values(row).returning(client);
  if (!made) throw new Error("The API client was not written.");
  return made;
}

export function allClients(db: Executor) {
  return db
    .select({ ...client, ownerName: users.name })
    .from(apiClients)
    .leftJoin(users, eq(users.id, apiClients.ownerId))
    .orderBy(asc(apiClients.name), asc(apiClients.clientId));
}

export function clientsByIds(db: Executor, ids: string[]) {
  return ids.length
    ? db
        .select({
          id: apiClients.id,
          name: apiClients.name,
          role: apiClients.role,
          ownerId: apiClients.ownerId,
        })
        .from(apiClients)
        .where(inArray(apiClients.id, ids))
    : Promise.resolve([]);
}

export async function updateClient(
  db: Executor,
  clientId: string,
  change: { secretHash?: string; disabled?: boolean },
) {
  const [row] = await db
    .update(apiClients)
    .set(change)
    .where(eq(apiClients.clientId, clientId))
    .returning(client);
  return row ?? null;
}

/** An enabled client by its public id, with the digest of its secret. */
export async function clientSecretOf(db: Executor, clientId: string) {
  const [row] = await db
    .select({ ...client, secretHash: apiClients.secretHash })
    .from(apiClients)
    .where(and(eq(apiClients.clientId, clientId), eq(apiClients.disabled, false)));
  return row ?? null;
}

export async function insertAccessToken(
  db: Executor,
  row: { tokenHash: string; clientId: string; seconds: number },
) {
  await db.delete(accessTokens).where(lt(accessTokens.expiresAt, now));
  await db
    .insert(accessTokens)
    .values({ tokenHash: row.tokenHash, clientId: row.clientId, expiresAt: inSeconds(row.seconds) });
  await db.update(apiClients).set({ lastUsedAt: now }).where(eq(apiClients.id, row.clientId));
}

export async function deleteAccessTokens(db: Executor, clientRowId: string) {
  await db.delete(accessTokens).where(eq(accessTokens.clientId, clientRowId));
}

/** A client with its owner's role. Neither a disabled one nor one without an active owner is found. */
export async function usableClient(db: Executor, id: string) {
  const [row] = await db
    .select({ ...client, ownerRole: users.role })
    .from(apiClients)
    .innerJoin(users, eq(users.id, apiClients.ownerId))
    .where(and(eq(apiClients.id, id), eq(apiClients.disabled, false), eq(users.status, "active")));
  return row ?? null;
}

/** The client behind a live token, with its owner's role. Neither a disabled client nor one without an active owner is found. */
export async function clientOfToken(db: Executor, tokenHash: string) {
  const [row] = await db
    .select({ ...client, ownerRole: users.role })
    .from(accessTokens)
    .innerJoin(apiClients, eq(apiClients.id, accessTokens.clientId))
    .innerJoin(users, eq(users.id, apiClients.ownerId))
    .where(
      and(
        eq(accessTokens.tokenHash, tokenHash),
        gt(accessTokens.expiresAt, now),
        eq(apiClients.disabled, false),
        eq(users.status, "active"),
      ),
    );
  return row ?? null;
}
