import type { Actor, Context } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
import * as access from "../store/access";
import * as store from "../store/people";

/**
 * An account as an actor, with the role and teams of now, for what is done in a person's name without their session: the caller
 * has made sure that it is they who ask. Null for somebody unknown or disabled.
 */
export async function actorOfUser(
  ctx: Pick<Context | TransactionContext, "db">,
  email: string,
): Promise<Extract<Actor, { kind: "user" }> | null> {
  const user = await store.userBy(ctx.db, { email: email.trim().toLowerCase() });
  if (user?.status !== "active") return null;
  const memberships = await store.membershipsOf(ctx.db, user.id);
  return {
    kind: "user",
    id: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    memberships,
    moderates: user.moderatedBlueprints,
  };
}

/** The same for an API client; null for one that is unknown, disabled, or whose owner is. */
export async function actorOfClient(
  ctx: Pick<Context | TransactionContext, "db">,
  id: string,
): Promise<Extract<Actor, { kind: "client" }> | null> {
  const client = await access.usableClient(ctx.db, id);
  return client && clientActor(client);
}

/** A client with the rights that it has: never more than its owner. */
export function clientActor(
  client: NonNullable<Awaited<ReturnType<typeof access.usableClient>>>,
): Extract<Actor, { kind: "client" }> {
  const { id, name, ownerId, ownerRole } = client;
  return { kind: "client", id, name, role: ownerRole === "admin" ? client.role : "member", ownerId };
}
