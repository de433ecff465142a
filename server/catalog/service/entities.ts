import { checkPermission } from "@/server/kernel/permissions";
import {
  entityCreateSchema,
  entityPatchSchema,
  entityReplaceSchema,
  type EntityGiven,
} from "../core/entity-schema";
import type { EntityRecord, WriteOptions } from "../schema";
import { identifierIn, logged } from "./logged";
import { modelOf } from "./model";
import { settle } from "./recompute";
import { read, write, type AnyContext } from "./write";
import { saveAll } from "./write/batch";
import type { Intent } from "./write/decide";
import { withoutLookups } from "./write/lookups";
import { holdPlace } from "./write/place";

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
  return refusals(ctx, "CREATE", blueprint, identifierIn(input), options, () => {
    const given = read(entityCreateSchema, input);
    const kind = options.upsert ? "upsert" : "create";
    return save(ctx, blueprint, options, given, { kind, keep: options.merge === true });
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
  return refusals(ctx, "UPDATE", blueprint, identifier, options, () => {
    const given = read(entityReplaceSchema, input);
    return save(ctx, blueprint, options, given, { identifier, kind: "change", keep: false });
  });
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
  return refusals(ctx, "UPDATE", blueprint, identifier, options, () => {
    const given = read(entityPatchSchema, input);
    return save(ctx, blueprint, options, given, { identifier, kind: "change", keep: true });
  });
}

/** Has the audit log say what was refused to an administrator; a mere check leaves no trace. */
const refusals = <T>(
  ctx: AnyContext,
  action: string,
  blueprint: string,
  identifier: string,
  { validationOnly, runId }: WriteOptions,
  work: () => Promise<T>,
): Promise<T> => {
  if (validationOnly) return work();
  const entry = { action, resourceType: "entity", resourceId: identifier, blueprint, runId };
  return logged(ctx, entry, work);
};

async function save(
  ctx: AnyContext,
  blueprint: string,
  options: WriteOptions,
  given: EntityGiven,
  how: Pick<Intent, "kind" | "keep"> & { identifier?: string },
): Promise<EntityRecord> {
  // So that the transaction finds the model at hand instead of loading it.
  await modelOf(ctx);
  const entity = await write(
    ctx,
    async (tx) => {
      const place = await holdPlace(tx, blueprint);
      const plain = await withoutLookups(tx, place, given);
      const identifier = how.identifier ?? plain.identifier;
      const intent = { ...how, index: 0, identifier, given: plain, revision: options.revision };
      const [outcome] = await saveAll(tx, place, [intent], options);
      if (!outcome) throw new Error("The entity has no outcome.");
      if ("error" in outcome) throw outcome.error;
      return outcome.entity;
    },
    { dry: options.validationOnly },
  );
  await settle(ctx);
  return entity;
}
