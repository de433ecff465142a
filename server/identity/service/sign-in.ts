import { audit, auditFailure } from "@/server/audit/service";
import { systemContext, type Actor, type Context } from "@/server/kernel/context";
import { Forbidden, Unauthenticated } from "@/server/kernel/errors";
import { publish } from "@/server/kernel/events";
import { limitRate } from "@/server/kernel/rate-limit";
import { transaction } from "@/server/kernel/transaction";
import { email as emailSchema } from "../schema";
import * as access from "../store/access";
import * as store from "../store/people";
import type { User } from "./people";
import { passwordFits } from "./passwords";

/** Attempts in a minute: for one account, whoever tries, and for one sender, whatever the accounts. */
const PER_ACCOUNT = 5;
const PER_SENDER = 20;

/** One answer for every reason, so that it tells nobody which accounts exist. */
const REFUSAL = "The e-mail or the password is wrong.";

/**
 * Checks an e-mail address and a password. `sender` is the address of the attempt, for the rate limit, where known.
 * Throws Unauthenticated, in the same words and after the same work for an unknown, a disabled and a passwordless
 * account as for a wrong password, or Limit.
 */
export async function authenticatePassword(
  ctx: Context,
  address: unknown,
  password: unknown,
  sender: string | null = null,
): Promise<User> {
  const parsed = emailSchema.safeParse(address);
  const account = parsed.success ? parsed.data : "no address";
  if (sender)
    await limitRate(ctx.db, { name: "sign-in:sender", subject: sender, limit: PER_SENDER, seconds: 60 });
  await limitRate(ctx.db, { name: "sign-in:account", subject: account, limit: PER_ACCOUNT, seconds: 60 });
  const row = await store.passwordOf(ctx.db, account);
  const usable = row?.status === "active" ? row.passwordHash : null;
  const fits = await passwordFits(usable, typeof password === "string" ? password.slice(0, 1000) : "");
  if (!row || !fits) {
    await auditFailure(ctx, {
      action: "SIGN_IN",
      resourceType: "user",
      resourceId: account,
      message: "password refused",
    });
    throw new Unauthenticated(REFUSAL);
  }
  const { passwordHash: _hash, ...user } = row;
  return user;
}

/** What an identity provider says of a person, from its signed ID token and its userinfo endpoint. */
export interface ProviderClaims {
  issuer: string;
  subject: string;
  email: unknown;
  emailVerified: unknown;
  name: unknown;
}

/**
 * The user whom an identity provider vouches for. A person is known by issuer and subject; at the first sign-in a
 * verified e-mail links them to the user who has it, or makes a new member. Throws Forbidden when it is not verified or
 * the user is disabled.
 */
export async function authenticateProvider(ctx: Context, claims: ProviderClaims): Promise<User> {
  const known = await access.userOfIdentity(ctx.db, claims.issuer, claims.subject);
  if (known)
    return known.status === "active"
      ? known
      : refuse(ctx, claims, "This account is disabled. Ask an administrator of the portal.");
  const address = emailSchema.safeParse(claims.email);
  if (!address.success || claims.emailVerified !== true)
    return refuse(
      ctx,
      claims,
      "Your identity provider did not confirm your e-mail address, so the portal cannot tell who you are.",
    );
  const user = await link({ ...ctx, actor: { kind: "system", name: "sign-in" } }, claims, address.data);
  return user.status === "active"
    ? user
    : refuse(ctx, claims, "This account is disabled. Ask an administrator of the portal.");
}

/** The user linked to a person at an identity provider; null when there is none. */
export function providerUser(
  ctx: Pick<Context, "db">,
  issuer: string,
  subject: string,
): Promise<User | null> {
  return access.userOfIdentity(ctx.db, issuer, subject);
}

async function link(ctx: Context, claims: ProviderClaims, address: string): Promise<User> {
  const name =
    typeof claims.name === "string" && claims.name.trim() ? claims.name.trim().slice(0, 120) : address;
  return transaction(ctx, async (tx) => {
    const made = await store.insertUser(tx.db, { email: address, name, role: "member" });
    const user = made ?? (await store.userBy(tx.db, { email: address }));
    if (!user) throw new Error("The user that holds this address was not found.");
    if (user.status !== "active") return user;
    // Two first sign-ins at once meet here: the second finds the link of the first, which leads to the same user.
    const linked = await access.insertIdentity(tx.db, {
      issuer: claims.issuer,
      subject: claims.subject,
      userId: user.id,
    });
    if (made) {
      await audit(tx, {
        action: "CREATE",
        resourceType: "user",
        resourceId: user.id,
        diff: { after: { email: address, name } },
      });
      await publish(tx, "user.changed", { userId: user.id });
    }
    if (linked)
      await audit(tx, {
        action: "LINK_IDENTITY",
        resourceType: "user",
        resourceId: user.id,
        diff: { after: { issuer: claims.issuer, subject: claims.subject } },
      });
    return user;
  });
}

async function refuse(ctx: Context, claims: ProviderClaims, message: string): Promise<never> {
  await auditFailure(ctx, {
    action: "SIGN_IN",
    resourceType: "identity",
    resourceId: `${claims.issuer} ${claims.subject}`,
    message,
  });
  throw new Forbidden(message);
}

/** A context for what happens before anybody is signed in. */
export function anonymousContext(db: Context["db"], requestId: string): Context {
  const actor: Actor = { kind: "anonymous" };
  return { ...systemContext(db, "sign-in", requestId), actor, origin: "UI" };
}
