import type { Issue } from "@/server/kernel/errors";
import { equalJson } from "@/server/properties/equal";
import type { BlueprintDefinition, BlueprintPermissions } from "../schema";
import { moderatorOf } from "./permissions";

/** The people of the portal, each an entity; its identifier is the e-mail address. */
export const USER = "_user";
/** Their teams; the identifier is the team's. */
export const TEAM = "_team";

export const STATUSES = ["Staged", "Invited", "Active", "Disabled"] as const;
export const PORT_ROLES = ["Admin", "Moderator", "Member"] as const;

const USERS: BlueprintDefinition = {
  identifier: USER,
  title: "User",
  icon: "User",
  schema: {
    properties: {
      status: {
        type: "string",
        title: "Status",
        description: "Who is disabled cannot sign in.",
        enum: [...STATUSES],
        enumColors: { Staged: "lightGray", Invited: "yellow", Active: "green", Disabled: "red" },
      },
      port_role: {
        type: "string",
        title: "Role",
        description: "Administrators may do everything; moderators look after some blueprints.",
        enum: [...PORT_ROLES],
        enumColors: { Admin: "purple", Moderator: "blue", Member: "lightGray" },
      },
      port_type: {
        type: "string",
        title: "Type",
        enum: ["Standard", "Service Account"],
      },
      moderated_blueprints: {
        type: "array",
        title: "Moderated blueprints",
        description: "Blueprints whose entities this person looks after.",
        items: { type: "string", format: "blueprints" },
      },
    },
  },
  relations: { team: { title: "Teams", target: TEAM, required: false, many: true } },
};

const TEAMS: BlueprintDefinition = {
  identifier: TEAM,
  title: "Team",
  icon: "Team",
  schema: { properties: { description: { type: "string", title: "Description" } } },
  relations: {},
};

/** Blueprints that the portal itself keeps, in the order in which they are made. */
export const SYSTEM_BLUEPRINTS: readonly BlueprintDefinition[] = [TEAMS, USERS];

const BASES = new Map(SYSTEM_BLUEPRINTS.map((base) => [base.identifier, base]));

/** What the portal itself defines of a blueprint; undefined for one that people made. */
export const baseOf = (identifier: string): BlueprintDefinition | undefined => BASES.get(identifier);

export const isSystem = (identifier: string): boolean => BASES.has(identifier);

/** What is set for a new system blueprint: all read, administrators and its moderators write. */
export function systemPermissions(identifier: string): BlueprintPermissions {
  const keepers = { users: [], roles: [moderatorOf(identifier), "Admin"], teams: [], ownedByTeam: false };
  return { entities: { register: keepers, update: keepers, unregister: keepers } };
}

/**
 * What a definition of a system blueprint lacks of its base, or says otherwise. It may have more, but nothing more that an
 * entity must have: the portal makes the entities itself, and knows nothing of it.
 */
export function systemIssues(definition: BlueprintDefinition): Issue[] {
  const base = baseOf(definition.identifier);
  if (!base) return [];
  const kept = (kind: string, path: string[], of: object, given: object) =>
    Object.entries(of).flatMap(([key, value]) =>
      Object.hasOwn(given, key) && equalJson((given as Record<string, unknown>)[key], value)
        ? []
        : [
            {
              path: [...path, key],
              message: `"${key}" belongs to the base of "${base.identifier}", which the portal keeps: it can be neither changed nor removed. Add ${kind} of your own beside it.`,
            },
          ],
    );
  const required = (definition.schema.required ?? []).map((key, i) => ({
    path: ["schema", "required", i],
    key,
  }));
  const relations = Object.entries(definition.relations ?? {})
    .filter(([, relation]) => relation.required)
    .map(([key]) => ({ path: ["relations", key, "required"], key }));
  return [
    ...kept("properties", ["schema", "properties"], base.schema.properties, definition.schema.properties),
    ...kept("relations", ["relations"], base.relations ?? {}, definition.relations ?? {}),
    ...[...required, ...relations].map(({ path, key }) => ({
      path,
      message: `"${key}" cannot be required: the portal makes entities of "${base.identifier}" itself, without it.`,
    })),
  ];
}

/** A definition with its base as it should be, and everything else as it is. */
export function withBase(definition: BlueprintDefinition, base: BlueprintDefinition): BlueprintDefinition {
  return {
    ...definition,
    schema: {
      ...definition.schema,
      properties: { ...definition.schema.properties, ...base.schema.properties },
      required: [],
    },
    relations: { ...definition.relations, ...base.relations },
  };
}
