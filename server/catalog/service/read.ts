import type { SQL } from "drizzle-orm";
import { Invalid, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { META_PROPERTIES } from "@/server/catalog/core/meta-properties";
import type { Model, ModelBlueprint } from "../core/model";
import {
  entityQuerySchema,
  type Entity,
  type EntityQuery,
  type EntityRecord,
  type SearchHit,
} from "../schema";
import { countEntitiesOf, isStorable } from "../store/blueprints";
import * as queries from "../store/queries";
import { readableBy } from "../store/related";
import { asCondition, readableEntities, readScope } from "./access";
import { blueprintIn, modelOf } from "./model";
import { shownEntities } from "./shown";
import { read, type AnyContext } from "./write";

const DEFAULT_PAGE = 50;

/** A blueprint with what the actor may read of its entities. Throws NotFound. */
async function scopeOf(
  ctx: AnyContext,
  blueprint: string,
): Promise<{ model: Model; of: ModelBlueprint; readable: SQL }> {
  checkPermission(ctx.actor, "catalog.read");
  const model = await modelOf(ctx);
  const of = blueprintIn(model, blueprint);
  return { model, of, readable: asCondition(await readScope(ctx, model, of)) };
}

/** One entity. Throws NotFound for it, also when the actor may not read it, or its blueprint. */
export async function getEntity(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
): Promise<EntityRecord> {
  const { model, of, readable } = await scopeOf(ctx, blueprint);
  const entity = await readableBy(ctx.db, of.id, identifier, readable);
  const [record] = await shownEntities(ctx, model, of, entity ? [entity] : []);
  if (!record) throw new NotFound("Entity", identifier);
  return record;
}

/** A page of a blueprint's entities: by default the first 50 by title. Throws Invalid for a sort by what the blueprint lacks. */
export async function listEntities(
  ctx: AnyContext,
  blueprint: string,
  query: EntityQuery = {},
): Promise<{ entities: EntityRecord[]; total: number; page: number; limit: number }> {
  const {
    text,
    sort = { by: "$title", direction: "asc" as const },
    limit = DEFAULT_PAGE,
    page = 1,
  } = read(entityQuerySchema, query);
  const { model, of, readable } = await scopeOf(ctx, blueprint);
  if (
    !(META_PROPERTIES as readonly string[]).includes(sort.by) &&
    !Object.hasOwn(of.definition.schema.properties, sort.by)
  )
    throw Invalid.at(["sort", "by"], `"${blueprint}" has no property "${sort.by}" to sort by.`);
  const { rows, total } = await queries.entityPage(ctx.db, of.id, readable, {
    text: text?.trim(),
    sort,
    limit,
    offset: (page - 1) * limit,
  });
  return { entities: await shownEntities(ctx, model, of, rows), total, page, limit };
}

/** Every entity of a blueprint, by identifier: what the published list gives. */
export async function allEntities(ctx: AnyContext, blueprint: string): Promise<EntityRecord[]> {
  const { model, of, readable } = await scopeOf(ctx, blueprint);
  return shownEntities(ctx, model, of, await queries.allEntities(ctx.db, of.id, readable));
}

/** How many entities of a blueprint the actor may read. */
export async function countEntities(ctx: AnyContext, blueprint: string): Promise<number> {
  const { of, readable } = await scopeOf(ctx, blueprint);
  return countEntitiesOf(ctx.db, of.id, readable);
}

/** Entities to choose from in a form: the best 20 for a text, or the first 20 by title. */
export async function entityOptions(
  ctx: AnyContext,
  blueprint: string,
  text?: string,
): Promise<Pick<Entity, "identifier" | "title" | "icon">[]> {
  const { entities } = await listEntities(ctx, blueprint, { limit: 20, ...(text ? { text } : {}) });
  return entities.map(({ identifier, title, icon }) => ({ identifier, title, icon }));
}

/** Entities of all blueprints whose title or identifier contains the text, the most alike first; none for an empty text. */
export async function searchEntities(ctx: AnyContext, text: string, limit = 10): Promise<SearchHit[]> {
  checkPermission(ctx.actor, "catalog.read");
  const wanted = text.trim();
  if (!wanted || !isStorable(wanted)) return [];
  const readable = await readableEntities(ctx, await modelOf(ctx));
  return queries.findEntities(ctx.db, wanted.slice(0, 200), Math.min(Math.max(limit, 1), 50), readable);
}
