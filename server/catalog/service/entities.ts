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
import { recordAll, toEntity } from "./record";
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

type Intend = (tx: TransactionContext, row: BlueprintRow) => Promise<Intent>;

/** One write: its blueprint is held unchanged, so that the entity is checked against exactly one version of it. */
function save(
  ctx: AnyContext,
  blueprint: string,
  options: WriteOptions,
  intend: Intend,
): Promise<EntityRecord> {
  return write(
    ctx,
    async (tx) => {
      const row = await blueprintBy(tx.db, blueprint, "share");
      if (!row) throw new NotFound("Blueprint", blueprint);
      for (let looks = 1; ; looks++) {
        const plan = await decide(tx, row, options, await intend(tx, row));
        const saved = await persist(tx, row, plan, options);
        if (saved) return saved;
        // Somebody else made it since we looked, and has committed: an upsert looks again, and now finds it.
        if (!options.upsert || looks === 3) throw exists(blueprint, plan.draft.identifier);
      }
    },
    { dry: options.validationOnly },
  );
}

interface Plan {
  existing: store.EntityRow | null;
  before: EntityRecord | null;
  draft: Draft & { identifier: string };
}

/** May it be written, and what will it be? Throws Forbidden, Conflict and Invalid. */
async function decide(
  tx: TransactionContext,
  { definition }: BlueprintRow,
  options: WriteOptions,
  { existing, given, keep }: Intent,
): Promise<Plan> {
  const targets = existing ? (await store.targetsOf(tx.db, [existing.id])).get(existing.id) : undefined;
  const before = existing && toEntity(definition, existing, targets);
  const { draft, issues } = draftOf(definition, given, keep ? before : null);
  const identifier = draft.identifier ?? newEntityIdentifier();
  if (before) requireOwner(tx, before.identifier, before.team);
  requireOwner(tx, identifier, draft.team);
  if (before && options.revision !== undefined && before.revision !== options.revision)
    throw new Conflict(
      `"${before.identifier}" was changed by somebody else meanwhile. Load it again, and repeat your change.`,
      {
        expected: options.revision,
        current: before.revision,
      },
    );
  if (issues.length) throw new Invalid(issues);
  return { existing, before, draft: { ...draft, identifier } };
}

/** Null when there was none to change, and now the identifier is taken. */
async function persist(
  tx: TransactionContext,
  blueprint: BlueprintRow,
  { existing, before, draft }: Plan,
  options: WriteOptions,
): Promise<EntityRecord | null> {
  const { relations, ...values } = draft;
  const fields = { ...values, runId: options.runId ?? null };
  const saved = existing
    ? await change(tx, blueprint, existing, fields)
    : await store.insertEntity(tx.db, { ...fields, blueprintId: blueprint.id }, actorId(tx.actor));
  if (!saved) return null;
  const { ids, made } = await resolveTargets(tx, blueprint.definition, relations, options);
  await store.setRelations(tx.db, saved.id, ids);
  const after = toEntity(blueprint.definition, saved, relations);
  await recordAll(tx, [...made, { id: saved.id, before, after, runId: fields.runId }]);
  return after;
}

async function change(
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
