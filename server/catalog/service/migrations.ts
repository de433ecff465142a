import { audit } from "@/server/audit/service";
import { actorId } from "@/server/kernel/context";
import { Conflict, Invalid, NotFound, type Issue } from "@/server/kernel/errors";
import { randomId } from "@/server/kernel/ids";
import { enqueue } from "@/server/kernel/jobs";
import { checkJq } from "@/server/kernel/jq";
import { checkPermission } from "@/server/kernel/permissions";
import {
  ENDED,
  expressionsOf,
  migrationSchema,
  targetOf,
  type MigrationMapping,
  type MigrationRecord,
  type MigrationStatus,
} from "../core/migration";
import * as store from "../store/migrations";
import { assertNoActions, assertNoOpenRuns } from "./blueprint-record";
import { blueprintIn, modelOf } from "./model";
import { logged } from "./logged";
import { read, write, type AnyContext } from "./write";

const toRecord = ({
  succeeded,
  failed,
  cursor: _cursor,
  actorId: actor,
  ...row
}: store.MigrationRow): MigrationRecord => ({
  ...row,
  successCount: succeeded,
  failureCount: failed,
  actor,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/** Migrations, newest first. Administrators only. */
export async function listMigrations(
  ctx: AnyContext,
  filter: { blueprint?: string; actor?: string; statuses?: MigrationStatus[] } = {},
): Promise<MigrationRecord[]> {
  checkPermission(ctx.actor, "blueprints.manage");
  return (await store.listMigrations(ctx.db, filter)).map(toRecord);
}

/** One migration. Administrators only. Throws NotFound. */
export async function getMigration(ctx: AnyContext, id: string): Promise<MigrationRecord> {
  checkPermission(ctx.actor, "blueprints.manage");
  const row = await store.migrationBy(ctx.db, id);
  if (!row) throw new NotFound("Migration", id);
  return toRecord(row);
}

/** What is asked for, checked. Throws Invalid with the path of each fault, and NotFound for an unknown blueprint. */
export async function readMigration(
  ctx: AnyContext,
  input: unknown,
): Promise<{ sourceBlueprint: string; mapping: MigrationMapping }> {
  const { sourceBlueprint, mapping } = read(migrationSchema, input);
  const model = await modelOf(ctx);
  blueprintIn(model, sourceBlueprint);
  const target = model.blueprints.get(targetOf(sourceBlueprint, mapping));
  const issues: Issue[] = [];
  const at = ["mapping"];
  if (!target)
    issues.push({
      path: [...at, "blueprint"],
      message: `There is no blueprint "${mapping.blueprint}". Create it first, or correct the name.`,
    });
  for (const [member, known] of [
    ["properties", target?.definition.schema.properties ?? {}],
    ["relations", target?.definition.relations ?? {}],
  ] as const)
    for (const key of Object.keys(mapping.entity[member] ?? {}))
      if (target && !Object.hasOwn(known, key))
        issues.push({
          path: [...at, "entity", member, key],
          message: `"${target.identifier}" has no ${member === "relations" ? "relation" : "property"} "${key}".`,
        });
  for (const { path, expression } of expressionsOf(mapping)) {
    const fault = await checkJq(expression);
    if (fault) issues.push({ path: [...at, ...path], message: fault });
  }
  if (issues.length) throw new Invalid(issues);
  return { sourceBlueprint, mapping };
}

/**
 * Asks for entities of a blueprint to be written anew by a mapping: to the same blueprint, where what it does not map
 * stays, or to another. It is done by a worker. Administrators only. Throws Invalid with paths, and NotFound.
 */
export async function createMigration(ctx: AnyContext, input: unknown): Promise<MigrationRecord> {
  checkPermission(ctx.actor, "blueprints.manage");
  return logged(ctx, { action: "CREATE", resourceType: "migration", resourceId: "" }, async () => {
    const { sourceBlueprint, mapping } = await readMigration(ctx, input);
    return start(ctx, sourceBlueprint, "map", mapping);
  });
}

/**
 * Asks for all entities of a blueprint to be deleted, and if asked the blueprint after them. Administrators only. Throws
 * NotFound, and Conflict while runs on its entities are open, or actions need the blueprint that is to go.
 */
export async function deleteAllEntities(
  ctx: AnyContext,
  blueprint: string,
  options: { deleteBlueprint?: boolean; runId?: string | null } = {},
): Promise<MigrationRecord> {
  checkPermission(ctx.actor, "blueprints.manage");
  blueprintIn(await modelOf(ctx), blueprint);
  await assertNoOpenRuns(ctx, blueprint);
  if (options.deleteBlueprint === true) await assertNoActions(ctx, blueprint);
  return start(ctx, blueprint, "delete", {
    deleteBlueprint: options.deleteBlueprint === true,
    runId: options.runId ?? null,
  });
}

async function start(
  ctx: AnyContext,
  sourceBlueprint: string,
  kind: "map" | "delete",
  mapping: Record<string, unknown>,
): Promise<MigrationRecord> {
  return write(ctx, async (tx) => {
    const row = await store.insertMigration(tx.db, {
      id: `migration_${randomId()}`,
      sourceBlueprint,
      kind,
      mapping,
      actorId: actorId(tx.actor),
    });
    await enqueue(tx, "catalog.migrate", { migrationId: row.id }, { key: `migration:${row.id}` });
    await record(tx, row, "CREATE", { after: { kind, sourceBlueprint, mapping } });
    return toRecord(row);
  });
}

/** Ends a migration after the batch at which it is; what is done stays done. Throws NotFound, and Conflict when it has ended. */
export async function cancelMigration(
  ctx: AnyContext,
  id: string,
  reason?: string,
): Promise<MigrationRecord> {
  checkPermission(ctx.actor, "blueprints.manage");
  return write(ctx, async (tx) => {
    const row = await store.migrationBy(tx.db, id, true);
    if (!row) throw new NotFound("Migration", id);
    if (ENDED.includes(row.status))
      throw new Conflict(`The migration has ended already: ${row.status}. Nothing is left to cancel.`);
    const status = row.status === "PENDING" ? "CANCELLED" : "PENDING_CANCELLATION";
    const message = reason ?? row.message;
    await store.updateMigration(tx.db, id, { status, message });
    await record(tx, row, "CANCEL", { before: { status: row.status }, after: { status } });
    return toRecord({ ...row, status, message });
  });
}

const record = (
  tx: Parameters<typeof audit>[0],
  row: store.MigrationRow,
  action: string,
  diff: { before?: unknown; after?: unknown },
) =>
  audit(tx, {
    action,
    resourceType: "migration",
    resourceId: row.id,
    blueprint: row.sourceBlueprint,
    diff,
  });
