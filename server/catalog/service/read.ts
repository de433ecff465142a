import type { SQL } from "drizzle-orm";
import { NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { Model, ModelBlueprint } from "../core/model";
import { TOTAL } from "../core/count-rules";
import type { Query } from "../core/query/schema";
import { listSchema, type ListQuery } from "../core/search-schema";
import type { Entity, EntityRecord } from "../schema";
import { countEntitiesOf, isStorable } from "../store/blueprints";
import * as queries from "../store/queries";
import { keptCounts } from "../store/query/facets";
import { asCondition, readScope } from "./access";
import { filterOf, readableRelated } from "./filter";
import { blueprintIn, modelOf } from "./model";
import { pageOf } from "./page";
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
  if (!isStorable(identifier)) throw new NotFound("Entity", identifier);
  const filtered = {
    model,
    of,
    where: queries.named(identifier, readable),
    equalities: null,
    readable: await readableRelated(ctx, model),
  };
  const { rows } = await pageOf(ctx, filtered, { sorts: [], limit: 1, skip: 0, total: false });
  if (!rows[0]) throw new NotFound("Entity", identifier);
  return rows[0].record;
}

/**
 * A page of a blueprint's entities: by default the first 50 by title. `totalIsExact` false: there are at least 10,000, and
 * `total` estimates how many. Throws Invalid for a sort by, or a query with, what the blueprint lacks.
 */
export async function listEntities(
  ctx: AnyContext,
  blueprint: string,
  query: ListQuery = {},
): Promise<{
  entities: EntityRecord[];
  total: number;
  totalIsExact: boolean;
  page: number;
  limit: number;
}> {
  const { sort, limit = DEFAULT_PAGE, page = 1, ...filter } = read(listSchema, query);
  const filtered = await filterOf(ctx, blueprint, filter);
  const { rows, total, totalIsExact } = await pageOf(ctx, filtered, {
    sorts: sort ? [sort].flat() : [{ by: "$title", direction: "asc" }],
    limit,
    skip: (page - 1) * limit,
    total: true,
  });
  return { entities: rows.map(({ record }) => record), total, totalIsExact, page, limit };
}

/** Every entity of a blueprint, by identifier: what the published list gives. */
export async function allEntities(ctx: AnyContext, blueprint: string): Promise<EntityRecord[]> {
  const { model, of, readable } = await scopeOf(ctx, blueprint);
  return shownEntities(ctx, model, of, await queries.allEntities(ctx.db, of.id, readable));
}

/** Those of the named entities that exist and that the actor may read, in one pass. Throws NotFound for an unknown blueprint. */
export async function entitiesNamed(
  ctx: AnyContext,
  blueprint: string,
  identifiers: readonly string[],
): Promise<EntityRecord[]> {
  const { model, of, readable } = await scopeOf(ctx, blueprint);
  const named = [...new Set(identifiers)].filter(isStorable);
  if (named.length === 0) return [];
  return shownEntities(
    ctx,
    model,
    of,
    await queries.allEntities(ctx.db, of.id, queries.namedAmong(named, readable)),
  );
}

/** How many entities of a blueprint the actor may read. */
export async function countEntities(ctx: AnyContext, blueprint: string): Promise<number> {
  const { of, where, equalities } = await filterOf(ctx, blueprint, {});
  if (!equalities) return countEntitiesOf(ctx.db, of.id, where);
  const [total] = await keptCounts(ctx.db, of.id, [TOTAL]);
  return total?.n ?? 0;
}

/**
 * So many hits suffice to know whether to sort them, or to read in the order of the sort until the page is full. Not beside a
 * text: what has it often lies together in the order of titles, far from the first.
 */
const FEW_CHOICES = 2_500;

/**
 * Entities to choose from, by title unless a sort is given, without counting them all. `more`: others follow. Throws as
 * `listEntities` does.
 */
export async function entityChoices(
  ctx: AnyContext,
  blueprint: string,
  {
    query,
    text,
    sort,
    limit,
    skip,
  }: {
    query?: Query | undefined;
    text?: string | undefined;
    sort: { by: string; direction: "asc" | "desc" } | null;
    limit: number;
    skip: number;
  },
): Promise<{ entities: EntityRecord[]; more: boolean }> {
  const { rows } = await pageOf(ctx, await filterOf(ctx, blueprint, { query, text }), {
    sorts: [sort ?? { by: "$title", direction: "asc" }],
    limit: limit + 1,
    skip,
    total: true,
    ...(text ? {} : { counted: FEW_CHOICES }),
  });
  return { entities: rows.slice(0, limit).map(({ record }) => record), more: rows.length > limit };
}

/** Entities to choose from in a form: the best 20 for a text, or the first 20 by title. */
export async function entityOptions(
  ctx: AnyContext,
  blueprint: string,
  text?: string,
  page = 1,
): Promise<Pick<Entity, "identifier" | "title" | "icon">[]> {
  const { entities } = await listEntities(ctx, blueprint, { limit: 20, page, ...(text ? { text } : {}) });
  return entities.map(({ identifier, title, icon }) => ({ identifier, title, icon }));
}
