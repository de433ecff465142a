import { z } from "zod";
import type { Issue } from "@/server/kernel/errors";
import type { BlueprintDefinition, BlueprintPermissions, Grant } from "../schema";
import { querySchema } from "./query/check";
import { strict } from "./strict";

export const OPERATIONS = ["read", "register", "update", "unregister"] as const;
export type Operation = (typeof OPERATIONS)[number];
/** Grants for single properties and relations, beside `update`, which covers them all. */
export const GRANULAR = ["updateProperties", "updateRelations"] as const;

/** The role of those who look after a blueprint's entities. */
export const moderatorOf = (blueprint: string): string => `${blueprint}-moderator`;

const words = (what: string) => z.array(z.string(), { error: `Must be a list of ${what}.` });
const grantShape = {
  users: words("e-mail addresses").optional(),
  roles: words("roles").optional(),
  teams: words("teams").optional(),
  ownedByTeam: z.boolean({ error: "Must be true or false." }).optional(),
};
const grant = strict(grantShape);
const granular = z.record(z.string(), grant, { error: "Must be an object of grants by key." });

/** A query; stored as it was sent. */
const policy = querySchema as unknown as z.ZodType<Record<string, unknown>>;

/** Permissions as they are sent: every part may be left out, and keys that are not published are refused. */
export const permissionsSchema = strict({
  entities: strict({
    read: strict({ ...grantShape, policy: policy.optional() }).optional(),
    register: grant.optional(),
    update: grant.optional(),
    unregister: grant.optional(),
    updateProperties: granular.optional(),
    updateRelations: granular.optional(),
  }).optional(),
});
export type PermissionsInput = z.infer<typeof permissionsSchema>;

/** Who acts, as far as permissions ask. */
export interface Grantee {
  /** Administrators and the portal itself, who may do everything. */
  admin: boolean;
  /** In lower case; null for an API client. */
  email: string | null;
  teams: readonly string[];
  /** Blueprints that this person moderates. */
  moderates: readonly string[];
}

const NOBODY: Required<Grant> = { users: [], roles: [], teams: [], ownedByTeam: false };

/**
 * What holds for an operation that nobody has set, as near as the published format can say it: everybody reads; the
 * members of an owning team write. Beside that, and not sayable in the format, everybody writes what no team owns.
 */
function defaultGrant(blueprint: string, operation: Operation): Required<Grant> {
  const looksAfter = [moderatorOf(blueprint), "Admin"];
  return operation === "read"
    ? { ...NOBODY, roles: [...looksAfter, "Member"] }
    : { ...NOBODY, roles: looksAfter, ownedByTeam: true };
}

/** Permissions with every part, as they are given out: what is not set has its default. */
export function filled(blueprint: string, stored: BlueprintPermissions | null): BlueprintPermissions {
  const set = stored?.entities ?? {};
  const all = (grants: Record<string, Grant> = {}) =>
    Object.fromEntries(Object.entries(grants).map(([key, value]) => [key, { ...NOBODY, ...value }]));
  return {
    entities: {
      ...Object.fromEntries(
        OPERATIONS.map((operation) => [
          operation,
          set[operation] ? { ...NOBODY, ...set[operation] } : defaultGrant(blueprint, operation),
        ]),
      ),
      updateProperties: all(set.updateProperties),
      updateRelations: all(set.updateRelations),
    },
  };
}

/**
 * Permissions after a partial change: of each grant that is named, the parts that are given replace those before, and the
 * others stay. What is never named is never set.
 */
export function mergePermissions(
  blueprint: string,
  stored: BlueprintPermissions | null,
  patch: PermissionsInput,
): BlueprintPermissions {
  const entities: BlueprintPermissions["entities"] = { ...stored?.entities };
  const given = patch.entities ?? {};
  for (const operation of OPERATIONS)
    if (given[operation])
      entities[operation] = {
        ...(entities[operation] ?? defaultGrant(blueprint, operation)),
        ...given[operation],
      };
  for (const kind of GRANULAR)
    if (given[kind]) {
      const before = new Map(Object.entries(entities[kind] ?? {}));
      for (const [key, value] of Object.entries(given[kind]))
        before.set(key, { ...(before.get(key) ?? NOBODY), ...value });
      entities[kind] = Object.fromEntries(before);
    }
  return { entities };
}

/** What permissions may name. Users in lower case. */
export interface Known {
  users: ReadonlySet<string>;
  teams: ReadonlySet<string>;
  blueprints: ReadonlySet<string>;
}

/** Every grant of the permissions, with the path to it. */
export function grantsOf({ entities }: PermissionsInput): { path: string[]; grant: Grant }[] {
  if (!entities) return [];
  return [
    ...OPERATIONS.flatMap((operation) => {
      const one = entities[operation];
      return one ? [{ path: ["entities", operation], grant: one }] : [];
    }),
    ...GRANULAR.flatMap((kind) =>
      Object.entries(entities[kind] ?? {}).map(([key, one]) => ({
        path: ["entities", kind, key],
        grant: one,
      })),
    ),
  ];
}

/** What permissions name that does not exist: users, teams, roles, and properties and relations of the blueprint. */
export function permissionIssues(
  definition: BlueprintDefinition,
  permissions: PermissionsInput,
  known: Known,
): Issue[] {
  const keys = {
    updateProperties: definition.schema.properties,
    updateRelations: definition.relations ?? {},
  };
  const unknownKeys = GRANULAR.flatMap((kind) =>
    Object.keys(permissions.entities?.[kind] ?? {})
      .filter((key) => !Object.hasOwn(keys[kind], key))
      .map((key) => ({
        path: ["entities", kind, key],
        message: `"${definition.identifier}" has no ${kind === "updateProperties" ? "property of its own" : "relation"} "${key}".`,
      })),
  );
  const roles = new Set(["Admin", "Member", ...[...known.blueprints].map(moderatorOf)]);
  const checks = [
    {
      part: "users",
      ok: (name: string) => known.users.has(name.toLowerCase()),
      say: (name: string) => `There is no user with the e-mail "${name}".`,
    },
    {
      part: "teams",
      ok: (name: string) => known.teams.has(name),
      say: (name: string) => `There is no team "${name}".`,
    },
    {
      part: "roles",
      ok: (name: string) => roles.has(name),
      say: (name: string) =>
        `There is no role "${name}". Roles are Admin, Member, and the identifier of a blueprint with "-moderator" after it.`,
    },
  ] as const;
  return [
    ...unknownKeys,
    ...grantsOf(permissions).flatMap(({ path, grant: one }) =>
      checks.flatMap(({ part, ok, say }) =>
        (one[part] ?? []).flatMap((name, i) =>
          ok(name) ? [] : [{ path: [...path, part, i], message: say(name) }],
        ),
      ),
    ),
  ];
}
