import type { Issue } from "@/server/kernel/errors";
import { equalJson } from "@/server/properties/equal";
import type { BlueprintPermissions, Entity, Grant } from "../schema";
import type { ModelBlueprint } from "./model";
import { grantsOf, type Grantee } from "./permissions";

/** The blueprint of the entities in question, with what is set for them. */
export type Guarded = Pick<ModelBlueprint, "identifier" | "definition" | "permissions">;
/** What of an entity writing checks look at. */
export type Written = Pick<Entity, "identifier" | "title" | "icon" | "team" | "properties" | "relations">;

type Owners = readonly string[] | "any";

/** Whether somebody may do everything with a blueprint's entities: administrators, and its moderators. */
export const looksAfter = (who: Grantee, blueprint: string): boolean =>
  who.admin || who.moderates.includes(blueprint);

/** Whether a grant names somebody, whatever the entity. */
export function names(grant: Grant, who: Grantee): boolean {
  return (
    (who.email !== null && (grant.users ?? []).some((user) => user.toLowerCase() === who.email)) ||
    (grant.teams ?? []).some((team) => who.teams.includes(team)) ||
    (grant.roles ?? []).some(
      (role) => role === "Member" || who.moderates.some((blueprint) => role === `${blueprint}-moderator`),
    )
  );
}

/** `any` asks whether there may be an entity on which they can. */
const owns = (who: Grantee, owners: Owners): boolean =>
  owners === "any" ? who.teams.length > 0 : owners.some((team) => who.teams.includes(team));

const grants = (grant: Grant, who: Grantee, owners: readonly Owners[]): boolean =>
  names(grant, who) || (grant.ownedByTeam === true && owners.every((teams) => owns(who, teams)));

/** The rule where nobody has set another: what no team owns is everybody's to write, the rest its owners'. */
const byDefault = (who: Grantee, owners: readonly Owners[]): boolean =>
  owners.every((teams) => teams === "any" || teams.length === 0 || owns(who, teams));

/** Which entities of a blueprint somebody may read: all, or those of their teams and the hits of a query. */
export type Reading =
  { all: true } | { all: false; ofTeams: readonly string[]; policy: Record<string, unknown> | null };

/**
 * What somebody may read. Without permissions, or with none for reading, everybody reads. A grant to write, once it is
 * set, is a grant to read; the policy adds its hits. A policy without rules is none.
 */
export function readingOf({ identifier, permissions }: Guarded, who: Grantee): Reading {
  const read = permissions?.entities.read;
  if (!permissions || !read || looksAfter(who, identifier)) return { all: true };
  const all = grantsOf(permissions as BlueprintPermissions).map(({ grant }) => grant);
  if (all.some((grant) => names(grant, who))) return { all: true };
  return {
    all: false,
    ofTeams: all.some((grant) => grant.ownedByTeam) ? who.teams : [],
    policy: read.policy && hasRule(read.policy) ? read.policy : null,
  };
}

/** A query that says nothing would match everything, which is no way to say who may read. */
function hasRule(query: Record<string, unknown>): boolean {
  const { rules } = query;
  return (
    Array.isArray(rules) && rules.some((rule: Record<string, unknown>) => !("rules" in rule) || hasRule(rule))
  );
}

/** Why something is refused; with the path of the value that may not be written, where it is one. */
export type Refusal = Issue;

const refuse = (message: string, path: string[] = []): Refusal => ({ path, message });

function unowned(identifier: string, owners: readonly string[]): Refusal {
  const teams = owners.map((team) => `"${team}"`).join(", ");
  return refuse(
    `"${identifier}" belongs to the team ${teams}, and you are not a member. Ask a member of that team or an administrator to do it, or to add you to the team.`,
  );
}

const notGranted = (what: string, blueprint: string) =>
  refuse(
    `You may not ${what}: the permissions of "${blueprint}" do not say so. Ask an administrator or a moderator of "${blueprint}".`,
  );

/** Why somebody may not do one thing to an entity as a whole; null when they may. `owners` are the teams that must be theirs. */
function whole(
  { identifier: blueprint, permissions }: Guarded,
  who: Grantee,
  operation: "register" | "update" | "unregister",
  what: string,
  entity: string,
  owners: readonly (readonly string[])[],
): Refusal | null {
  const set = permissions?.entities[operation];
  if (set) return grants(set, who, owners) ? null : notGranted(what, blueprint);
  if (byDefault(who, owners)) return null;
  return unowned(entity, owners.find((teams) => !byDefault(who, [teams])) ?? []);
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

/** Properties of its own and relations that differ between two states of an entity; computed values do not count. */
export function changedKeys(
  { definition }: Guarded,
  before: Written | null,
  after: Written,
): { kind: "properties" | "relations"; key: string }[] {
  const differ = (kind: "properties" | "relations", key: string, start: unknown) => {
    const now = after[kind][key];
    const then = before ? before[kind][key] : start;
    return (isNothing(then) && isNothing(now)) || equalJson(then, now) ? [] : [{ kind, key }];
  };
  return [
    ...Object.entries(definition.schema.properties).flatMap(([key, property]) =>
      differ("properties", key, property.default),
    ),
    ...Object.keys(definition.relations ?? {}).flatMap((key) => differ("relations", key, undefined)),
  ];
}

/** The grant for one property or relation alone, if somebody has set one. */
function granularOf({ permissions }: Guarded, kind: "properties" | "relations", key: string): Grant | null {
  const all = permissions?.entities[kind === "properties" ? "updateProperties" : "updateRelations"];
  return (all && Object.hasOwn(all, key) ? all[key] : undefined) ?? null;
}

const keyRefusal = (blueprint: string, kind: "properties" | "relations", key: string): Refusal =>
  refuse(
    `You may not set "${key}": the permissions of "${blueprint}" leave it to others. Leave it as it is, or ask an administrator or a moderator of "${blueprint}".`,
    [kind, key],
  );

/**
 * Why somebody may not create an entity; empty when they may. Grants for single properties and relations hold here too:
 * who may neither update all nor that one cannot give it a value other than its default.
 */
export function registerRefusals(guarded: Guarded, who: Grantee, after: Written): Refusal[] {
  if (looksAfter(who, guarded.identifier)) return [];
  const refusal = whole(
    guarded,
    who,
    "register",
    `create entities of "${guarded.identifier}"`,
    after.identifier,
    [after.team],
  );
  if (refusal) return [refusal];
  const all = guarded.permissions?.entities.update;
  if (all && grants(all, who, [after.team])) return [];
  return changedKeys(guarded, null, after).flatMap(({ kind, key }) => {
    const one = granularOf(guarded, kind, key);
    return !one || grants(one, who, [after.team]) ? [] : [keyRefusal(guarded.identifier, kind, key)];
  });
}

const META = ["identifier", "title", "icon", "team"] as const;

/**
 * Why somebody may not change an entity; empty when they may. Only what really changes counts. Who may update may change
 * everything; where that is not set, what has a grant of its own follows that grant, and the rest the default rule.
 */
export function updateRefusals(guarded: Guarded, who: Grantee, before: Written, after: Written): Refusal[] {
  if (looksAfter(who, guarded.identifier)) return [];
  const owners = [before.team, after.team];
  const set = guarded.permissions?.entities.update;
  const refusal = whole(
    guarded,
    who,
    "update",
    `change entities of "${guarded.identifier}"`,
    before.identifier,
    owners,
  );
  if (set && !refusal) return [];
  const keys = changedKeys(guarded, before, after);
  const meta = META.some((key) => !equalJson(before[key], after[key]));
  const granular = keys.map(({ kind, key }) => ({ kind, key, grant: granularOf(guarded, kind, key) }));
  // What nothing else speaks of, and a change that changes nothing, needs the right to update.
  const general = meta || granular.length === 0 || granular.some(({ grant }) => grant === null);
  return [
    ...(general && refusal ? [refusal] : []),
    ...granular.flatMap(({ kind, key, grant }) =>
      grant && !grants(grant, who, owners) ? [keyRefusal(guarded.identifier, kind, key)] : [],
    ),
  ];
}

/** Why somebody may not delete an entity; empty when they may. */
export function unregisterRefusals(
  guarded: Guarded,
  who: Grantee,
  before: Pick<Written, "identifier" | "team">,
): Refusal[] {
  if (looksAfter(who, guarded.identifier)) return [];
  const refusal = whole(
    guarded,
    who,
    "unregister",
    `delete entities of "${guarded.identifier}"`,
    before.identifier,
    [before.team],
  );
  return refusal ? [refusal] : [];
}

/** What somebody may do, for greying out the rest. */
export interface Rights {
  read: boolean;
  register: boolean;
  /** Title, icon, team and identifier, and everything that has no grant of its own. */
  update: boolean;
  unregister: boolean;
  properties: Record<string, boolean>;
  relations: Record<string, boolean>;
}

/** The rights on an entity of these teams; with null on a new one, whose teams are not chosen yet. `read` is the caller's to say. */
export function rightsOn(
  guarded: Guarded,
  who: Grantee,
  team: readonly string[] | null,
): Omit<Rights, "read"> {
  const { definition, permissions } = guarded;
  const set = permissions?.entities ?? {};
  const owners: Owners[] = [team ?? "any"];
  const full = looksAfter(who, guarded.identifier);
  const may = (operation: "register" | "update" | "unregister", of: Owners[]) => {
    const grant = set[operation];
    return full || (grant ? grants(grant, who, of) : byDefault(who, of));
  };
  const [register, update] = [may("register", ["any"]), may("update", owners)];
  const rest = team === null ? register : update;
  const keys = (kind: "properties" | "relations", of: object) =>
    Object.fromEntries(
      Object.keys(of).map((key) => {
        const one = granularOf(guarded, kind, key);
        if (full || (set.update && update)) return [key, team === null ? register : true];
        return [key, one ? grants(one, who, owners) && (team !== null || register) : rest];
      }),
    );
  return {
    register,
    update,
    unregister: team !== null && may("unregister", owners),
    properties: keys("properties", definition.schema.properties),
    relations: keys("relations", definition.relations ?? {}),
  };
}
