import { audit } from "@/server/audit/service";
import { knownEmails } from "@/server/identity/service/people";
import { knownTeams } from "@/server/identity/service/teams";
import { Conflict, Forbidden, Invalid, NotFound, type Issue } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import { looksAfter, rightsOn, type Rights } from "../core/entity-access";
import {
  filled,
  grantsOf,
  mergePermissions,
  permissionIssues,
  permissionsSchema,
  type PermissionsInput,
} from "../core/permissions";
import type { Model } from "../core/model";
import { resolveQuery } from "../core/query/resolve";
import type { Query } from "../core/query/schema";
import { NOBODY } from "../core/query/viewer";
import type { BlueprintPermissions } from "../schema";
import { blueprintBy, changePermissions, type BlueprintRow } from "../store/blueprints";
import { readableBy } from "../store/related";
import { asCondition, granteeOf, readScope } from "./access";
import { logged } from "./logged";
import { blueprintIn, changeModel, modelOf } from "./model";
import { read, type AnyContext } from "./write";

/** Permissions as they are given out. */
export interface PermissionsRecord {
  /** With defaults for what nobody has set. */
  permissions: BlueprintPermissions;
  /** What somebody has set; null: nothing. */
  stored: BlueprintPermissions | null;
  isDefault: boolean;
  revision: number;
}

const toRecord = (row: BlueprintRow): PermissionsRecord => ({
  permissions: filled(row.identifier, row.permissions),
  stored: row.permissions,
  isDefault: row.permissions === null,
  revision: row.permissionsRevision,
});

function requireKeeper(ctx: AnyContext, blueprint: string): void {
  checkPermission(ctx.actor, "permissions.manage");
  if (!looksAfter(granteeOf(ctx.actor), blueprint))
    throw new Forbidden(
      `The permissions of "${blueprint}" are for administrators and its moderators. Ask one of them.`,
    );
}

/** Who may do what with a blueprint's entities. For administrators and its moderators. Throws NotFound. */
export async function getPermissions(ctx: AnyContext, identifier: string): Promise<PermissionsRecord> {
  requireKeeper(ctx, identifier);
  const row = await blueprintBy(ctx.db, identifier);
  if (!row) throw new NotFound("Blueprint", identifier);
  return toRecord(row);
}

/**
 * Sets all permissions of a blueprint; what is left out has its default again, and with null everything. Throws NotFound,
 * Invalid with the path of what does not exist, and Conflict when they are not at `revision` any more.
 */
export async function setPermissions(
  ctx: AnyContext,
  identifier: string,
  input: unknown,
  options: { revision?: number } = {},
): Promise<PermissionsRecord> {
  const given = input === null ? null : read(permissionsSchema, input);
  return change(ctx, identifier, options, () => given && mergeless(given));
}

/** Only grants that are there, each as it was given. */
const mergeless = ({ entities = {} }: PermissionsInput): BlueprintPermissions | null =>
  Object.keys(entities).length ? { entities } : null;

/** Changes what is given of a blueprint's permissions, grant by grant and key by key. Throws as setting does. */
export async function updatePermissions(
  ctx: AnyContext,
  identifier: string,
  input: unknown,
): Promise<PermissionsRecord> {
  const patch = read(permissionsSchema, input);
  return change(ctx, identifier, {}, (stored) => mergePermissions(identifier, stored, patch));
}

async function change(
  ctx: AnyContext,
  identifier: string,
  options: { revision?: number },
  decide: (stored: BlueprintPermissions | null) => BlueprintPermissions | null,
): Promise<PermissionsRecord> {
  requireKeeper(ctx, identifier);
  const entry = {
    action: "SET_PERMISSIONS",
    resourceType: "blueprint",
    resourceId: identifier,
    blueprint: identifier,
  };
  return logged(ctx, entry, () =>
    changeModel(ctx, async (tx) => {
      const before = await blueprintBy(tx.db, identifier, "update");
      if (!before) throw new NotFound("Blueprint", identifier);
      if (options.revision !== undefined && options.revision !== before.permissionsRevision)
        throw new Conflict(
          `The permissions of "${identifier}" were changed by somebody else meanwhile. Load them again, and repeat your change.`,
          { expected: options.revision, current: before.permissionsRevision },
        );
      const after = decide(before.permissions);
      await checkNames(tx, before, after);
      const row = await changePermissions(tx.db, before, after);
      await audit(tx, { ...entry, diff: { before: before.permissions, after } });
      return toRecord(row);
    }),
  );
}

async function checkNames(
  tx: TransactionContext,
  blueprint: BlueprintRow,
  permissions: BlueprintPermissions | null,
): Promise<void> {
  if (!permissions) return;
  const grants = grantsOf(permissions).map(({ grant }) => grant);
  const model = await modelOf(tx);
  const policy = permissions.entities.read?.policy;
  const issues = [
    ...permissionIssues(blueprint.definition, permissions, {
      users: await knownEmails(
        tx,
        grants.flatMap((grant) => grant.users ?? []),
      ),
      teams: await knownTeams(
        tx,
        grants.flatMap((grant) => grant.teams ?? []),
      ),
      blueprints: new Set(model.blueprints.keys()),
    }),
    ...(policy ? policyIssues(model, blueprint.identifier, policy as unknown as Query) : []),
  ];
  if (issues.length) throw new Invalid(issues);
}

/** What a read policy names that there is not. The context of the person who sets it stands for everybody's. */
const policyIssues = (model: Model, blueprint: string, policy: Query): Issue[] =>
  resolveQuery(policy, {
    model,
    viewer: NOBODY,
    now: new Date(),
    candidates: [blueprint],
    blueprint,
  }).issues.map((issue) => ({ ...issue, path: ["entities", "read", "policy", ...issue.path] }));

/** What the actor may do with one entity, or with a new one. Throws NotFound for what they may not read. */
export async function myRights(ctx: AnyContext, blueprint: string, identifier?: string): Promise<Rights> {
  checkPermission(ctx.actor, "catalog.read");
  const model = await modelOf(ctx);
  const of = blueprintIn(model, blueprint);
  const scope = await readScope(ctx, model, of);
  const who = granteeOf(ctx.actor);
  if (identifier === undefined) return { read: scope !== false, ...rightsOn(of, who, null) };
  const entity = await readableBy(ctx.db, of.id, identifier, asCondition(scope));
  if (!entity) throw new NotFound("Entity", identifier);
  return { read: true, ...rightsOn(of, who, entity.team) };
}
