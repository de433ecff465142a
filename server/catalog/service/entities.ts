import { actorId } from "@/server/kernel/context";
import { Conflict, Invalid, NotFound } from "@/server/kernel/errors";
import { newEntityIdentifier } from "@/server/kernel/ids";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import { draftOf, type Draft } from "../core/entity-rules";
import {
  entityCreateSchema,
  entityPatchSchema,
  entityReplaceSchema,
  type EntityPatch,
} from "../core/entity-schema";
import type { EntityRecord, WriteOptions } from "../schema";
import { blueprintBy, type BlueprintRow } from "../store/blueprints";
import * as store from "../store/entities";
import { recordAll, toEntity, type Written } from "./record";
import { resolveTargets } from "./targets";
import { databaseCode, read, requireOwner, write, type AnyContext } from "./write";

/**
 * Creates an entity; without an identifier it gets one. Throws NotFound for an unknown blueprint or target, Invalid with
 * paths, Conflict when it exists and `upsert` is not set, Forbidden when it belongs to a team of others.
 */
export async function createEntity(
  ctx: AnyContext,
  blueprint: string,
  input: unknown,
  options: WriteOptions = {},
): Promise<EntityRecord> {
  checkPermission(ctx.actor, "catalog.write");
  const given = read(entityCreateSchema, input);
  const identifier = given.identifier ?? newEntityIdentifier();
  return save(ctx, blueprint, options, async (tx, row) => {
    const existing =
      given.identifier === undefined
        ? null
        : await store.entityBy(tx.db, row.id, identifier, "no key update");
    if (existing && !options.upsert) throw exists(blueprint, identifier);
    return { existing, given: { ...given, identifier }, keep: options.merge === true };
  });
}

/** Replaces an entity: what is not given is gone, or has its default. Another identifier renames it. Throws as creating does, and NotFound. */
export async function replaceEntity(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
  input: unknown,
  options: WriteOptions = {},
): Promise<EntityRecord> {
  checkPermission(ctx.actor, "catalog.write");
  const given = read(entityReplaceSchema, input);
  return save(ctx, blueprint, options, async (tx, row) => ({
    existing: await lockEntity(tx, row, identifier),
    given: { ...given, identifier: given.identifier ?? identifier },
    keep: false,
  }));
}

/** Changes what is given of an entity; properties and relations are merged by key. Throws as replacing does. */
export async function updateEntity(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
  input: unknown,
  options: WriteOptions = {},
): Promise<EntityRecord> {
  checkPermission(ctx.actor, "catalog.write");
  const given = read(entityPatchSchema, input);
  return save(ctx, blueprint, options, async (tx, row) => ({
    existing: await lockEntity(tx, row, identifier),
    given,
    keep: true,
  }));
}

interface Intent {
  existing: store.EntityRow | null;
  given: EntityPatch;
  /** Does what is not given stay? */
  keep: boolean;
}

/** One write: its blueprint is held unchanged, so that the entity is checked against exactly one version of it. */
function save(
  ctx: AnyContext,
  blueprint: string,
  options: WriteOptions,
  intend: (tx: TransactionContext, row: BlueprintRow) => Promise<Intent>,
): Promise<EntityRecord> {
  return write(
    ctx,
    async (tx) => {
      const row = await blueprintBy(tx.db, blueprint, "share");
      if (!row) throw new NotFound("Blueprint", blueprint);
      const { existing, given, keep } = await intend(tx, row);
      const before = existing
        ? toEntity(row.definition, existing, (await store.targetsOf(tx.db, [existing.id])).get(existing.id))
        : null;
      const { draft, issues } = draftOf(row.definition, given, keep ? before : null);
      if (before) requireOwner(tx, before.identifier, before.team);
      requireOwner(tx, draft.identifier ?? "", draft.team);
      if (before && options.revision !== undefined && before.revision !== options.revision)
        throw new Conflict(
          `"${before.identifier}" was changed by somebody else meanwhile. Load it again, and repeat your change.`,
          {
            expected: options.revision,
            current: before.revision,
          },
        );
      if (issues.length) throw new Invalid(issues);
      return persist(tx, row, existing, before, draft, options);
    },
    { dry: options.validationOnly },
  );
}

async function persist(
  tx: TransactionContext,
  blueprint: BlueprintRow,
  existing: store.EntityRow | null,
  before: EntityRecord | null,
  draft: Draft,
  options: WriteOptions,
) {
  const { relations, ...values } = draft;
  const fields = {
    ...values,
    identifier: draft.identifier ?? newEntityIdentifier(),
    runId: options.runId ?? null,
  };
  const saved = existing
    ? await rename(tx, blueprint, existing, fields)
    : await store.insertEntity(tx.db, { ...fields, blueprintId: blueprint.id }, actorId(tx.actor));
  if (!saved) throw exists(blueprint.identifier, fields.identifier);
  const { ids, made } = await resolveTargets(tx, blueprint.definition, relations, options);
  await store.setRelations(tx.db, saved.id, ids);
  const after = toEntity(blueprint.definition, saved, relations);
  await recordAll(tx, [...made, { id: saved.id, before, after, runId: fields.runId } satisfies Written]);
  return after;
}

async function rename(
  tx: TransactionContext,
  blueprint: BlueprintRow,
  existing: store.EntityRow,
  fields: Omit<store.NewEntity, "blueprintId">,
) {
  try {
    return await store.changeEntity(tx.db, existing, fields, actorId(tx.actor));
  } catch (error) {
    if (databaseCode(error) === "23505") throw exists(blueprint.identifier, fields.identifier);
    throw error;
  }
}

async function lockEntity(
  tx: TransactionContext,
  blueprint: BlueprintRow,
  identifier: string,
): Promise<store.EntityRow> {
  const row = await store.entityBy(tx.db, blueprint.id, identifier, "no key update");
  if (!row) throw new NotFound("Entity", identifier);
  return row;
}

const exists = (blueprint: string, identifier: string) =>
  new Conflict(
    `An entity "${identifier}" of "${blueprint}" exists already. Change that one, choose another identifier, or send upsert=true to replace it.`,
  );
