import { Invalid, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { META_PROPERTIES } from "@/server/catalog/core/meta-properties";
import {
  entityQuerySchema,
  type Entity,
  type EntityChange,
  type EntityQuery,
  type EntityRecord,
  type SearchHit,
} from "../schema";
import { blueprintBy, countEntitiesOf, isStorable, type BlueprintRow } from "../store/blueprints";
import { entityBy, targetsOf, type EntityRow } from "../store/entities";
import * as queries from "../store/queries";
import { actorNames } from "./names";
import { toEntity } from "./record";
import { read, type AnyContext } from "./write";

const DEFAULT_PAGE = 50;

async function blueprintRow(ctx: AnyContext, blueprint: string): Promise<BlueprintRow> {
  checkPermission(ctx.actor, "catalog.read");
  const row = await blueprintBy(ctx.db, blueprint);
  if (!row) throw new NotFound("Blueprint", blueprint);
  return row;
}

async function withRelations(
  ctx: AnyContext,
  blueprint: BlueprintRow,
  rows: EntityRow[],
): Promise<EntityRecord[]> {
  const targets = await targetsOf(
    ctx.db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => toEntity(blueprint.definition, row, targets.get(row.id)));
}

/** One entity. Throws NotFound for it or its blueprint. */
export async function getEntity(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
): Promise<EntityRecord> {
  const row = await blueprintRow(ctx, blueprint);
  const entity = await entityBy(ctx.db, row.id, identifier);
  const [record] = entity ? await withRelations(ctx, row, [entity]) : [];
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
  const row = await blueprintRow(ctx, blueprint);
  if (
    !(META_PROPERTIES as readonly string[]).includes(sort.by) &&
    !Object.hasOwn(row.definition.schema.properties, sort.by)
  )
    throw Invalid.at(["sort", "by"], `"${blueprint}" has no property "${sort.by}" to sort by.`);
  const { rows, total } = await queries.entityPage(ctx.db, row.id, {
    text: text?.trim(),
    sort,
    limit,
    offset: (page - 1) * limit,
  });
  return { entities: await withRelations(ctx, row, rows), total, page, limit };
}

/** Every entity of a blueprint, by identifier: what the published list gives. */
export async function allEntities(ctx: AnyContext, blueprint: string): Promise<EntityRecord[]> {
  const row = await blueprintRow(ctx, blueprint);
  return withRelations(ctx, row, await queries.allEntities(ctx.db, row.id));
}

export async function countEntities(ctx: AnyContext, blueprint: string): Promise<number> {
  return countEntitiesOf(ctx.db, (await blueprintRow(ctx, blueprint)).id);
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
  return wanted && isStorable(wanted)
    ? queries.findEntities(ctx.db, wanted.slice(0, 200), Math.min(Math.max(limit, 1), 50))
    : [];
}

/** What happened to an entity, newest first, also after it was deleted. Throws NotFound when there never was one. */
export async function entityHistory(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
  limit = 50,
): Promise<EntityChange[]> {
  await blueprintRow(ctx, blueprint);
  const rows = isStorable(identifier)
    ? await queries.revisionsOf(ctx.db, blueprint, identifier, Math.min(limit, 200))
    : [];
  if (rows.length === 0) throw new NotFound("Entity", identifier);
  const names = await actorNames(
    ctx,
    rows.map((row) => row.by),
  );
  return rows.slice(0, limit).map((row, i) => {
    const before = (rows[i + 1]?.snapshot ?? null) as Partial<Entity> | null;
    const after = row.snapshot as Partial<Entity> | null;
    const change = !after ? "deleted" : before ? "updated" : "created";
    return {
      revision: row.revision,
      change,
      at: row.at.toISOString(),
      by: row.by,
      byName: names.get(row.by) ?? row.by,
      runId: row.runId,
      before,
      after,
    };
  });
}
