import type { Actor, Context } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
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
