import { sql } from "drizzle-orm";
import { Invalid, Limit } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { cursorFrom, cursorText, type Cursor } from "../core/cursor";
import { groupBy } from "../core/computed/groups";
import { computedKeys, type Model, type ModelBlueprint } from "../core/model";
import { project, type TitledTarget } from "../core/projection";
import type { Query } from "../core/query/schema";
import {
  relationKey,
  sortsOf,
  type CountBody,
  type FacetValue,
  type SearchBody,
  type TopSearchBody,
} from "../core/search-schema";
import type { BlueprintDefinition, Entity } from "../schema";
import { countEntitiesOf, isStorable } from "../store/blueprints";
import { catalogPage } from "../store/query/catalog";
import { compileQuery } from "../store/query/compile";
import { texts } from "../store/query/fragments";
import { readScope } from "./access";
import { titleEnds } from "./entity-view";
import { entityFacets } from "./facets";
import { filterOf, readableRelated, type Filtered } from "./filter";
import { modelOf } from "./model";
import { listed, pageOf, type Listed } from "./page";
import { published } from "./record";
import { viewerFor } from "./viewer";
import type { AnyContext } from "./write";

/** How entities are given out; names as published. */
export interface Output {
  include?: string[] | undefined;
  exclude?: string[] | undefined;
  excludeCalculated?: boolean;
  attachTitles?: boolean;
  /** Values of mirrors of a title as `{ identifier, title }` of the entity whose title it is. */
  attachIdentifiers?: boolean;
}

/** An entity of an answer: parts of it may be left out, and related entities may come with their titles. */
export type Found = Partial<Omit<Entity, "relations">> & {
  relations?: Record<string, unknown>;
};

export interface FoundPage {
  entities: Found[];
  /** Where to go on; none at the end. */
  next?: string;
  total?: number;
  totalIsExact?: boolean;
}

/** Entities of one blueprint as they are given out, in the order of the rows. */
async function shown(
  ctx: AnyContext,
  model: Model,
  of: ModelBlueprint,
  rows: readonly Listed[],
  output: Output,
): Promise<Found[]> {
  const records = rows.map(({ record }) => record);
  const ends = output.attachIdentifiers ? await titleEnds(ctx, model, of, records) : null;
  return rows.map((row) => shownAs(row, of.definition, output, ends?.get(row.record.identifier)));
}

function shownAs(
  { record, titles }: Listed,
  definition: BlueprintDefinition,
  output: Output,
  ends: Record<string, unknown> = {},
): Found {
  const entity = published(record);
  const titled = (relation: string, identifier: string): TitledTarget => ({
    identifier,
    title: titles.get(`${relation} ${identifier}`) ?? null,
  });
  const relations: Record<string, unknown> = output.attachTitles
    ? Object.fromEntries(
        Object.entries(entity.relations).map(([key, value]) => [
          key,
          Array.isArray(value)
            ? value.map((id) => titled(key, id))
            : value === null
              ? null
              : titled(key, value),
        ]),
      )
    : entity.relations;
  const computed = new Set(output.excludeCalculated ? computedKeys(definition) : []);
  const values = { ...entity.properties, ...ends };
  const properties = Object.fromEntries(Object.entries(values).filter(([key]) => !computed.has(key)));
  return project({ ...entity, properties, relations }, definition, output);
}

function readCursor(from: string | undefined, sorted: boolean): Cursor | null {
  if (from === undefined) return null;
  const cursor = cursorFrom(from);
  if (cursor && "skip" in cursor === sorted) return cursor;
  throw Invalid.at(
    ["from"],
    "This is not the `next` of a page of the same search. Start from the first page.",
  );
}

/**
 * Entities of one blueprint that match. Without a sort they come by id, and `next` continues behind the last one: nothing
 * is left out or repeated, whatever changes meanwhile. With a sort, `next` counts.
 */
export async function searchBlueprint(
  ctx: AnyContext,
  blueprint: string,
  body: SearchBody & Pick<TopSearchBody, "identifiers">,
  output: Output = {},
): Promise<FoundPage> {
  const { query, text, identifiers, limit, page = 1, total = false } = body;
  const sorts = sortsOf(body.sort);
  const cursor = readCursor(body.from, sorts.length > 0);
  if (cursor && body.page !== undefined)
    throw Invalid.at(["page"], 'Give either "page" or "from": both say where the page begins.');
  const filtered = named(await filterOf(ctx, blueprint, { query, text }), identifiers);
  const behind: Filtered =
    cursor && "after" in cursor
      ? {
          ...filtered,
          equalities: null,
          where: sql`entities.id > ${cursor.after}::uuid and ${filtered.where}`,
        }
      : filtered;
  const skip = cursor && "skip" in cursor ? cursor.skip : (page - 1) * limit;
  // Only the first page counts in the same statement; behind a cursor the hits are fewer than the total.
  const counts = total && behind === filtered;
  const found = await pageOf(ctx, behind, { sorts, limit: counts ? limit : limit + 1, skip, total: counts });
  const counted =
    total && !counts ? await pageOf(ctx, filtered, { sorts: [], limit: 1, skip: 0, total }) : found;
  const rows = found.rows.slice(0, limit);
  const more = counts ? rows.length === limit && found.total > skip + limit : found.rows.length > limit;
  const last = rows.at(-1);
  const next =
    more && last ? cursorText(sorts.length ? { skip: skip + limit } : { after: last.id }) : undefined;
  return {
    entities: await shown(ctx, filtered.model, filtered.of, rows, { ...body, ...output }),
    ...(next ? { next } : {}),
    ...(total ? { total: counted.total, totalIsExact: counted.totalIsExact } : {}),
  };
}

function named(filtered: Filtered, identifiers: string[] | undefined): Filtered {
  if (!identifiers) return filtered;
  const wanted = texts(identifiers.filter(isStorable));
  return {
    ...filtered,
    equalities: null,
    where: sql`entities.identifier = any(${wanted}) and ${filtered.where}`,
  };
}

/** How many entities of a blueprint match, exactly. */
export async function countMatching(
  ctx: AnyContext,
  blueprint: string,
  body: CountBody & Pick<TopSearchBody, "identifiers">,
): Promise<number> {
  const filtered = named(await filterOf(ctx, blueprint, body), body.identifiers);
  if (!filtered.equalities || filtered.equalities.length > 1)
    return countEntitiesOf(ctx.db, filtered.of.id, filtered.where);
  return (await pageOf(ctx, filtered, { sorts: [], limit: 1, skip: 0, total: true })).total;
}

/** Entities, or groups of them by one key, or how many there are: as the body says. */
export async function topSearch(
  ctx: AnyContext,
  blueprint: string,
  body: TopSearchBody,
  output: Output = {},
): Promise<FoundPage | { groups: FacetValue[]; total: number } | { count: number }> {
  const { groupBy, groupSort, countOnly, identifiers, ...rest } = body;
  if (!groupBy)
    return countOnly
      ? { count: await countMatching(ctx, blueprint, { query: body.query, text: body.text, identifiers }) }
      : searchBlueprint(ctx, blueprint, { ...rest, identifiers }, output);
  const by = "property" in groupBy ? groupBy.property : relationKey(groupBy.relation, groupBy.targetProperty);
  const query: Query | undefined = identifiers
    ? {
        combinator: "and",
        rules: [
          { property: "$identifier", operator: "in", value: identifiers },
          ...(body.query ? [body.query] : []),
        ],
      }
    : body.query;
  const { facets, total } = await entityFacets(ctx, blueprint, {
    query,
    text: body.text,
    by: [by],
    limit: body.limit,
  });
  const groups = facets[by] ?? [];
  const sign = groupSort?.order === "asc" ? 1 : -1;
  const sorted =
    groupSort?.by === "value"
      ? [...groups].sort((a, b) => sign * (String(a.value ?? "") < String(b.value ?? "") ? -1 : 1))
      : [...groups].sort((a, b) => sign * (a.count - b.count));
  return { groups: sorted, total };
}

/** One answer has at most so many entities of all blueprints; whoever wants more asks by blueprint, page by page. */
const MOST_FOUND = 10_000;

/**
 * Entities of all blueprints that match, by id; with `limit` page by page. Throws Limit when an answer without pages would
 * be too large.
 */
export async function searchCatalog(
  ctx: AnyContext,
  query: Query,
  options: Output & { limit?: number; from?: string | undefined } = {},
): Promise<{ entities: Found[]; matchingBlueprints: string[]; next?: string }> {
  checkPermission(ctx.actor, "catalog.read");
  const { limit = MOST_FOUND, from } = options;
  const model = await modelOf(ctx);
  const candidates: string[] = [];
  for (const blueprint of model.blueprints.values())
    if ((await readScope(ctx, model, blueprint)) !== false) candidates.push(blueprint.identifier);
  const [readable, viewer] = await Promise.all([readableRelated(ctx, model), viewerFor(ctx, model, [query])]);
  const cursor = readCursor(from, false);
  const rows = await catalogPage(ctx.db, {
    where: compileQuery(query, { model, viewer, now: new Date(), candidates, readable }),
    readable,
    after: cursor && "after" in cursor ? cursor.after : null,
    limit: limit + 1,
  });
  if (options.limit === undefined && rows.length > limit)
    throw new Limit(
      `More than ${MOST_FOUND} entities match. Narrow the query, or ask by blueprint, which answers page by page.`,
      "size",
    );
  const hits = rows.slice(0, limit).flatMap((row) => {
    const of = model.byId.get(row.blueprintId);
    return of ? [{ of, row: listed(of.definition, row) }] : [];
  });
  const found = new Map<string, Found>();
  for (const [of, ofBlueprint] of groupBy(hits, (hit) => hit.of)) {
    const some = ofBlueprint.map(({ row }) => row);
    const entities = await shown(ctx, model, of, some, options);
    for (const [i, { id }] of some.entries()) found.set(id, entities[i] ?? {});
  }
  const last = hits.at(-1)?.row;
  return {
    entities: hits.map(({ row }) => found.get(row.id) ?? {}),
    matchingBlueprints: [...new Set(hits.map(({ of }) => of.identifier))],
    ...(rows.length > limit && last ? { next: cursorText({ after: last.id }) } : {}),
  };
}
