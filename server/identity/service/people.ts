import { audit } from "@/server/audit/service";
import { actorId, isAdmin, requireUser, type Context } from "@/server/kernel/context";
import { Conflict, Forbidden, NotFound, Precondition } from "@/server/kernel/errors";
import { publish } from "@/server/kernel/events";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { equalJson } from "@/server/properties/equal";
import { peopleWithReasons } from "../core/why";
import {
  createUserInput,
  email as emailSchema,
  moderatedInput,
  newPassword,
  personName,
  type CreateUser,
  type FoundPerson,
  type PeopleFilter,
} from "../schema";
import * as access from "../store/access";
import * as store from "../store/people";
import { hashPassword, randomPassword } from "./passwords";
import { forgetTokens } from "./token-memory";

type AnyContext = Context | TransactionContext;
export type User = NonNullable<Awaited<ReturnType<typeof store.userBy>>>;
export type UserWithTeams = User & { teams: { team: string; role: "lead" | "member" }[] };

/** Makes a user. Administrators only. Throws Conflict when the address is taken. */
export async function createUser(ctx: AnyContext, input: CreateUser): Promise<User> {
  checkPermission(ctx.actor, "identity.manage");
  const { password, ...data } = createUserInput.parse(input);
  const passwordHash = password ? await hashPassword(password) : null;
  return transaction(ctx, async (tx) => {
    const user = await store.insertUser(tx.db, { ...data, passwordHash });
    if (!user)
      throw new Conflict(`There is a user with the e-mail ${data.email} already.`, { email: data.email });
    await audit(tx, { action: "CREATE", resourceType: "user", resourceId: user.id, diff: { after: data } });
    await publish(tx, "user.changed", { userId: user.id });
    return user;
  });
}

/**
 * Makes a user who can sign in with a password. Without one in the input a random one is made, and returned this once:
 * only its hash is stored. Administrators only. Throws Conflict when the address is taken.
 */
export async function addPerson(
  ctx: Context,
  input: CreateUser,
): Promise<{ user: User; password: string | null }> {
  const password = input.password ?? randomPassword();
  const user = await createUser(ctx, { ...input, password });
  return { user, password: input.password === undefined ? password : null };
}

/** Sets a person's password: one's own, or anybody's as administrator. Ends the person's sessions. */
export async function setPassword(ctx: AnyContext, userId: string, password: string): Promise<void> {
  if (actorId(ctx.actor) !== userId && !isAdmin(ctx.actor))
    throw new Forbidden("You can set your own password only. Ask an administrator.");
  const passwordHash = await hashPassword(newPassword.parse(password));
  await transaction(ctx, async (tx) => {
    if (!(await store.updatePassword(tx.db, userId, passwordHash))) throw new NotFound("User", userId);
    await access.endSessions(tx.db, { userId });
    await audit(tx, { action: "SET_PASSWORD", resourceType: "user", resourceId: userId });
  });
}

/** Shuts a person out: no sign-in, and every session of theirs ends now. The last administrator cannot be. */
export async function disableUser(ctx: AnyContext, userId: string): Promise<User> {
  return changeStanding(ctx, userId, { status: "disabled" });
}

/** Lets a disabled person in again. */
export async function enableUser(ctx: AnyContext, userId: string): Promise<User> {
  return changeStanding(ctx, userId, { status: "active" });
}

/** Makes a person administrator or member. The last administrator stays one. */
export async function setRole(ctx: AnyContext, userId: string, role: "admin" | "member"): Promise<User> {
  return changeStanding(ctx, userId, { role });
}

/**
 * Says which blueprints' entities a person looks after, instead of those before. Whether there are such blueprints is for
 * the catalog to know. Administrators only.
 */
export async function setModerated(ctx: AnyContext, userId: string, blueprints: string[]): Promise<User> {
  checkPermission(ctx.actor, "identity.manage");
  const after = moderatedInput.parse({ userId, blueprints }).blueprints;
  return transaction(ctx, async (tx) => {
    const before = await getUser(tx, userId);
    if (equalJson(before.moderatedBlueprints, after)) return before;
    const changed = await store.updateModerated(tx.db, userId, after);
    await audit(tx, {
      action: "UPDATE",
      resourceType: "user",
      resourceId: userId,
      diff: { before: { moderates: before.moderatedBlueprints }, after: { moderates: after } },
    });
    await publish(tx, "user.changed", { userId });
    return changed;
  });
}

/** Gives a person another name. Administrators only. */
export async function renameUser(ctx: AnyContext, userId: string, name: string): Promise<User> {
  checkPermission(ctx.actor, "identity.manage");
  const after = personName.parse(name);
  return transaction(ctx, async (tx) => {
    const before = await getUser(tx, userId);
    const changed = await store.updateName(tx.db, userId, after);
    if (!changed) return before;
    await audit(tx, {
      action: "UPDATE",
      resourceType: "user",
      resourceId: userId,
      diff: { before: { name: before.name }, after: { name: after } },
    });
    await publish(tx, "user.changed", { userId });
    return changed;
  });
}

/** Takes a blueprint that is gone from all who looked after it. */
export async function forgetModerated(tx: TransactionContext, blueprint: string): Promise<void> {
  for (const userId of await store.removeModerated(tx.db, blueprint))
    await publish(tx, "user.changed", { userId });
}

async function changeStanding(
  ctx: AnyContext,
  userId: string,
  change: { role: "admin" | "member" } | { status: "active" | "disabled" },
) {
  checkPermission(ctx.actor, "identity.manage");
  const user = await transaction(ctx, async (tx) => {
    const takesAway = "role" in change ? change.role === "member" : change.status === "disabled";
    const administrators = takesAway ? await store.lockAdministrators(tx.db) : [];
    if (administrators.length === 1 && administrators[0] === userId)
      throw new Precondition(
        "This is the last active administrator. Make somebody else an administrator first.",
      );
    const changed = await store.updateStanding(tx.db, userId, change);
    if (!changed) return getUser(tx, userId);
    if (changed.status === "disabled") await access.endSessions(tx.db, { userId });
    await audit(tx, { action: "UPDATE", resourceType: "user", resourceId: userId, diff: { after: change } });
    await publish(tx, "user.changed", { userId });
    return changed;
  });
  forgetTokens();
  return user;
}

/** The caller, as the interface needs them. */
export function me(ctx: Context) {
  const { id, email, name, role, memberships, moderates = [] } = requireUser(ctx);
  return {
    id,
    email,
    name,
    role,
    isAdmin: role === "admin",
    moderates,
    teams: memberships.map(({ team, role: teamRole }) => ({ team, role: teamRole })),
  };
}

/** One user by id. Throws NotFound. */
export async function getUser(ctx: AnyContext, id: string): Promise<User> {
  const user = await store.userBy(ctx.db, { id });
  if (!user) throw new NotFound("User", id);
  return user;
}

/** The id of the user with an e-mail address, for verbs that have checked access; null when nobody has it. */
export async function userIdByEmail(ctx: AnyContext, address: string): Promise<{ id: string } | null> {
  return store.userBy(ctx.db, { email: address });
}

/** One user by e-mail, with teams. Throws NotFound. */
export async function getUserByEmail(ctx: AnyContext, address: string): Promise<UserWithTeams> {
  const parsed = emailSchema.safeParse(address);
  const user = parsed.success ? await store.userBy(ctx.db, { email: parsed.data }) : null;
  if (!user) throw new NotFound("User", address);
  return { ...user, teams: await store.membershipsOf(ctx.db, user.id) };
}

/** One user by id, with teams. Throws NotFound. */
export async function getUserWithTeams(ctx: AnyContext, id: string): Promise<UserWithTeams> {
  return { ...(await getUser(ctx, id)), teams: await store.membershipsOf(ctx.db, id) };
}

/** Users by id, in no order; unknown ids are left out. */
export async function usersByIds(ctx: AnyContext, ids: string[]): Promise<User[]> {
  return store.usersByIds(ctx.db, [...new Set(ids)]);
}

/** Those of these e-mail addresses that belong to somebody, in lower case. */
export async function knownEmails(ctx: AnyContext, addresses: string[]): Promise<Set<string>> {
  const wanted = addresses.map((address) => address.trim().toLowerCase());
  return new Set(await store.emailsAmong(ctx.db, [...new Set(wanted)]));
}

/** Every user with teams, by name. */
export async function listUsers(ctx: AnyContext): Promise<UserWithTeams[]> {
  checkPermission(ctx.actor, "identity.read");
  const [people, memberships] = await Promise.all([store.allUsers(ctx.db), store.allMemberships(ctx.db)]);
  return people.map((user) => ({ ...user, teams: teamsOfUser(memberships, user.id) }));
}

function teamsOfUser(memberships: Awaited<ReturnType<typeof store.allMemberships>>, userId: string) {
  return memberships.filter((m) => m.userId === userId).map(({ team, role }) => ({ team, role }));
}

/**
 * Active people who fit any part of the filter, each with the reasons why. An empty filter finds nobody.
 * E-mails are compared in lower case.
 */
export async function findActiveUsers(ctx: AnyContext, filter: PeopleFilter): Promise<FoundPerson[]> {
  const normal = { ...filter, emails: filter.emails?.map((address) => address.trim().toLowerCase()) };
  return peopleWithReasons(await store.activePeople(ctx.db, normal), normal);
}
