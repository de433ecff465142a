import { email, personName, teamIdentifier } from "@/server/identity/schema";
import {
  createUser,
  disableUser,
  enableUser,
  getUserWithTeams,
  renameUser,
  setModerated,
  setRole,
  userIdByEmail,
  type UserWithTeams,
} from "@/server/identity/service/people";
import { createTeam, knownTeams, setTeams, updateTeam } from "@/server/identity/service/teams";
import { Invalid, Precondition } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { equalJson } from "@/server/properties/equal";
import type { Model } from "../../core/model";
import { isSystem, TEAM, USER } from "../../core/system-blueprints";
import { entityOfTeam, entityOfUser, portRoleOf, type Kept } from "../../core/system-entities";

/** An entity of a system blueprint as it shall be; what it leaves out of the base stays as it is. */
export interface Wanted {
  identifier: string;
  title: string | null;
  properties: Record<string, unknown>;
  relations: Record<string, string[]>;
}

/**
 * Makes people and teams what their entities say, by the verbs of identity and with the permissions that these ask for.
 * `before` is the identifier that the entity had, null for a new one. Out: what the portal now says of it, or null for a
 * blueprint that people made. Throws Invalid with the path of what cannot be, and what the verbs throw.
 */
export async function applyToIdentity(
  tx: TransactionContext,
  model: Model,
  blueprint: string,
  before: string | null,
  wanted: Wanted,
): Promise<Kept | null> {
  if (!isSystem(blueprint)) return null;
  if (before !== null && before !== wanted.identifier)
    throw Invalid.at(
      ["identifier"],
      `The identifier of an entity of "${blueprint}" cannot change: the portal knows "${before}" by it.`,
    );
  return blueprint === TEAM ? applyTeam(tx, wanted) : applyUser(tx, model, wanted);
}

/** Throws Precondition for entities that go with what the portal keeps. */
export function refuseToDelete(blueprint: string, identifier: string): void {
  if (blueprint === USER)
    throw new Precondition(
      `"${identifier}" cannot be deleted, since what this person did stays on record. Set the status to Disabled instead: it shuts them out at once.`,
    );
  if (blueprint === TEAM)
    throw new Precondition(
      `The team "${identifier}" cannot be deleted, since entities and runs belong to it. Take its members out and rename it instead.`,
    );
}

function check(
  path: string[],
  schema: { safeParse: (value: unknown) => { error?: { issues: { message: string }[] } } },
  value: unknown,
) {
  const issue = schema.safeParse(value).error?.issues[0];
  if (issue) throw Invalid.at(path, issue.message);
}

async function applyTeam(tx: TransactionContext, wanted: Wanted): Promise<Kept> {
  const { identifier } = wanted;
  const known = (await knownTeams(tx, [identifier])).has(identifier);
  const description = wanted.properties.description as string | null | undefined;
  if (wanted.title !== null || !known) check(["title"], personName, wanted.title ?? identifier);
  if (known)
    return entityOfTeam(await updateTeam(tx, identifier, { title: wanted.title ?? undefined, description }));
  check(["identifier"], teamIdentifier, identifier);
  return entityOfTeam(
    await createTeam(tx, {
      identifier,
      title: wanted.title ?? identifier,
      description: description ?? undefined,
    }),
  );
}

async function applyUser(tx: TransactionContext, model: Model, wanted: Wanted): Promise<Kept> {
  const { identifier, title, properties } = wanted;
  const parsed = email.safeParse(identifier);
  if (parsed.data !== identifier)
    throw Invalid.at(
      ["identifier"],
      parsed.error?.issues[0]?.message ?? "An e-mail address is written in lower case here.",
    );
  if (title !== null) check(["title"], personName, title);
  const known = await userIdByEmail(tx, identifier);
  const { id } = known ?? (await createUser(tx, { email: identifier, name: title ?? identifier }));
  const user = await getUserWithTeams(tx, id);
  if (title !== null) await renameUser(tx, id, title);
  await applyStanding(tx, user, properties);
  await applyModerated(tx, model, user, properties.moderated_blueprints);
  const { team } = wanted.relations;
  if (team && !equalJson([...team].sort(), user.teams.map((one) => one.team).sort()))
    await setTeams(tx, id, team);
  return entityOfUser(await getUserWithTeams(tx, id));
}

async function applyStanding(
  tx: TransactionContext,
  user: UserWithTeams,
  { status, port_role: role, port_type: type }: Record<string, unknown>,
): Promise<void> {
  if (status === "Staged" || status === "Invited")
    throw Invalid.at(
      ["properties", "status"],
      "Nobody is invited here: people sign in by an identity provider or with a password. Use Active or Disabled.",
    );
  if (type === "Service Account")
    throw Invalid.at(
      ["properties", "port_type"],
      "Service accounts are API clients here: an administrator makes them under Settings.",
    );
  if (role && role !== portRoleOf(user)) {
    const wanted = role === "Admin" ? "admin" : "member";
    if (wanted !== user.role) await setRole(tx, user.id, wanted);
  }
  if (status === "Active" && user.status !== "active") await enableUser(tx, user.id);
  if (status === "Disabled" && user.status !== "disabled") await disableUser(tx, user.id);
}

async function applyModerated(
  tx: TransactionContext,
  model: Model,
  user: UserWithTeams,
  moderated: unknown,
): Promise<void> {
  if (!Array.isArray(moderated)) return;
  const blueprints = [...new Set(moderated.map(String))].sort();
  if (equalJson(blueprints, user.moderatedBlueprints)) return;
  const unknown = blueprints.find((one) => !model.blueprints.has(one));
  if (unknown !== undefined)
    throw Invalid.at(["properties", "moderated_blueprints"], `There is no blueprint "${unknown}".`);
  await setModerated(tx, user.id, blueprints);
}
