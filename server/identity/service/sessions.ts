import { audit } from "@/server/audit/service";
import type { Actor, Context } from "@/server/kernel/context";
import { requireUser } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { getUser } from "./people";
import * as access from "../store/access";
import * as store from "../store/people";

/** A working day: a person disabled at the identity provider alone is out after at most this long. */
export const SESSION_SECONDS = 12 * 60 * 60;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Opens a session for a person who has just proved who they are, and records the sign-in. Out: its id, new each time. */
export async function createSession(
  ctx: Context | TransactionContext,
  userId: string,
  method: "password" | "oidc" | "demo",
): Promise<string> {
  const { id, email, name, role } = await getUser(ctx, userId);
  const actor: Actor = { kind: "user", id, email, name, role, memberships: [] };
  return transaction({ ...ctx, actor }, async (tx) => {
    const sessionId = await access.insertSession(tx.db, { userId, method, seconds: SESSION_SECONDS });
    await store.touchUser(tx.db, userId);
    await audit(tx, { action: "SIGN_IN", resourceType: "user", resourceId: userId, message: method });
    return sessionId;
  });
}

/**
 * Who a session belongs to, with teams, asked of the database at every request: what was revoked, has expired or belongs
 * to a disabled person is null at once.
 */
export async function resolveSession(
  ctx: Pick<Context, "db">,
  sessionId: unknown,
): Promise<Extract<Actor, { kind: "user" }> | null> {
  if (typeof sessionId !== "string" || !UUID.test(sessionId)) return null;
  const rows = await access.liveSession(ctx.db, sessionId);
  const [first] = rows;
  if (!first) return null;
  const memberships = rows.flatMap((row) =>
    row.teamId && row.team && row.teamRole
      ? [{ teamId: row.teamId, team: row.team, role: row.teamRole }]
      : [],
  );
  return {
    kind: "user",
    id: first.id,
    email: first.email,
    name: first.name,
    role: first.role,
    memberships,
    moderates: first.moderates,
    sessionId,
  };
}

/** Ends the session at sign-out. Ending one that is over already does nothing. */
export async function signOut(ctx: Context, sessionId: string): Promise<void> {
  if (!UUID.test(sessionId)) return;
  const actor = await resolveSession(ctx, sessionId);
  await transaction({ ...ctx, actor: actor ?? ctx.actor }, async (tx) => {
    const ended = await access.endSessions(tx.db, { id: sessionId });
    if (ended.length) await audit(tx, { action: "SIGN_OUT", resourceType: "session", resourceId: sessionId });
  });
}

/** The caller's own live sessions, the present one marked. */
export async function listSessions(ctx: Context) {
  const user = requireUser(ctx);
  const rows = await access.liveSessionsOf(ctx.db, user.id);
  return rows.map((row) => ({ ...row, current: row.id === user.sessionId }));
}

/** Ends one of the caller's own sessions; that of somebody else does not exist for them. */
export async function revokeSession(ctx: Context, sessionId: string): Promise<void> {
  const user = requireUser(ctx);
  await transaction(ctx, async (tx) => {
    const ended = await access.endSessions(tx.db, { id: sessionId, userId: user.id });
    if (!ended.length) throw new NotFound("Session", sessionId);
    await audit(tx, { action: "REVOKE", resourceType: "session", resourceId: sessionId });
  });
}
