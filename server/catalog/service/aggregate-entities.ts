import { sql, type SQL } from "drizzle-orm";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { type AggregateBody } from "../core/aggregate-schema";
import { countedKeys } from "../core/count-rules";
import { propertyOf, type Model, type ModelBlueprint } from "../core/model";
import type { Query } from "../core/query/schema";
import { classOf, describeClass, type ValueClass } from "../core/query/values";
import type { FacetValue } from "../core/search-schema";
import { valueOf } from "../store/computed/aggregations";
import { conditionSql, resolvedQuery } from "../store/query/compile";
import { facetRows, type FacetKey } from "../store/query/facets";
import { aggregateOf } from "../store/query/aggregate";
import { readScope } from "./access";
import { entityFacets } from "./facets";
import { filterOf, readableRelated } from "./filter";
import { blueprintIn, modelOf } from "./model";
import { countEntities } from "./read";
import { viewerFor } from "./viewer";
import type { AnyContext } from "./write";

/** What a query matches among everything that the actor may read. */
export interface Matched {
  model: Model;
  /** Blueprints that hits can have. */
  blueprints: ModelBlueprint[];
  /** On `entities`: query and permission. */
  where: SQL;
  readable: SQL | true;
}

/** Throws Invalid with paths from `query`, and NotFound for the blueprint, where one is named. */
export async function matchedBy(ctx: AnyContext, query: Query, blueprint?: string): Promise<Matched> {
  checkPermission(ctx.actor, "catalog.read");
  const model = await modelOf(ctx);
  const asked = blueprint === undefined ? [...model.blueprints.values()] : [blueprintIn(model, blueprint)];
  const candidates: string[] = [];
  for (const one of asked) if ((await readScope(ctx, model, one)) !== false) candidates.push(one.identifier);
  const [readable, viewer] = await Promise.all([readableRelated(ctx, model), viewerFor(ctx, model, [query])]);
  const { condition, blueprints } = resolvedQuery(query, {
    model,
    viewer,
    now: new Date(),
    candidates,
    blueprint: blueprint ?? null,
    path: ["query"],
  });
  const ids = blueprints.map((b) => sql`${b.id}::uuid`);
  const of = ids.length ? sql`entities.blueprint_id in (${sql.join(ids, sql`, `)})` : sql`false`;
  const may = readable === true ? sql`true` : readable;
  return {
    model,
    blueprints,
    where: sql`${of} and ${may} and ${conditionSql(condition, readable)}`,
    readable,
  };
}

/** The classes of a key in the blueprints that have it. Throws Invalid when none has. */
function classesOf({ model, blueprints }: Matched, key: string, path: string[]): ValueClass[] {
  const found = blueprints.flatMap(({ identifier }) => propertyOf(model, identifier, key) ?? []);
  if (found.length) return found.map(({ definition }) => classOf(definition));
  const where =
    blueprints.length === 1 ? `"${blueprints[0]!.identifier}" has` : "The blueprints of the query have";
  throw Invalid.at(path, `${where} no property "${key}".`);
}

/** Throws Invalid unless the key has values of this sort in at least one blueprint. */
export function requireClass(
  matched: Matched,
  key: string,
  item: "number" | "instant",
  path: string[],
): void {
  const classes = classesOf(matched, key, path);
  if (!classes.some((of) => of.item === item && !of.list))
    throw Invalid.at(
      path,
      `"${key}" is ${describeClass(classes[0]!)}. Choose ${item === "number" ? "a number" : "a date, such as $createdAt"}.`,
    );
}

/** How values of a key are counted. Throws Invalid for what has none. */
export function countedBy(matched: Matched, key: string, path: string[]): FacetKey {
  const classes = classesOf(matched, key, path);
  if (classes.every(({ item }) => item === "object"))
    throw Invalid.at(path, `"${key}" is an object, whose values are not counted.`);
  return key.startsWith("$")
    ? { kind: "meta", key }
    : { kind: "property", key, list: classes.every(({ list }) => list) };
}

export interface Aggregated {
  /** A number, null where there is none to take; or how many entities have each value. */
  result: number | null | FacetValue[];
  matchingBlueprints: string[];
}

const MOST_VALUES = 1000;

/**
 * A number over the entities that match, or how many of them have each value, most frequent first; of one blueprint where it is
 * named. Throws Invalid with paths, and NotFound for the blueprint.
 */
export async function aggregateEntities(
  ctx: AnyContext,
  body: AggregateBody,
  blueprint?: string,
): Promise<Aggregated> {
  const matched = await matchedBy(ctx, body.query, blueprint);
  const matchingBlueprints = matched.blueprints.map((b) => b.identifier);
  const kept = await keptResult(ctx, matched, body);
  if (kept !== null) return { result: kept, matchingBlueprints };
  if (body.func === "countValues") {
    const facet = valuesBy(matched, body);
    const { where, readable } = matched;
    const { rows } = await facetRows(ctx.db, {
      where,
      facets: [facet],
      limit: MOST_VALUES,
      readable,
      all: true,
    });
    const result = rows.map(({ value, n }) => ({ value: value as FacetValue["value"], count: n }));
    return { result, matchingBlueprints };
  }
  const { func, averageOf = "total", measureTimeBy = "$createdAt" } = body;
  const property = "property" in body ? body.property : null;
  if (property !== null) requireClass(matched, property, "number", ["property"]);
  if (func === "average") requireClass(matched, measureTimeBy, "instant", ["measureTimeBy"]);
  const value = valueOf({ func, property, averageOf, measureTimeBy }, sql`true`, sql`now()`);
  return { result: await aggregateOf(ctx.db, value, matched.where), matchingBlueprints };
}

/**
 * Of a whole blueprint, what is counted as entities change, without reading any; null where something else is asked, or where the
 * actor may not read all of them.
 */
async function keptResult(
  ctx: AnyContext,
  { blueprints }: Matched,
  body: AggregateBody,
): Promise<number | FacetValue[] | null> {
  const [of, ...others] = blueprints;
  const key = body.func === "countValues" && "property" in body ? body.property : null;
  if (!of || others.length || (body.func !== "count" && key === null)) return null;
  if (key !== null && key !== "$team" && !countedKeys(of.definition).includes(key)) return null;
  const { equalities } = await filterOf(ctx, of.identifier, { query: body.query });
  if (equalities?.length !== 0) return null;
  if (key === null) return countEntities(ctx, of.identifier);
  const { facets } = await entityFacets(ctx, of.identifier, {
    query: body.query,
    by: [key],
    limit: MOST_VALUES,
  });
  return facets[key] ?? null;
}

function valuesBy(matched: Matched, body: Extract<AggregateBody, { func: "countValues" }>): FacetKey {
  if ("scorecard" in body)
    throw Invalid.at(["scorecard"], `There is no scorecard "${body.scorecard}". Create it first.`);
  if ("property" in body) return countedBy(matched, body.property, ["property"]);
  const targets = matched.blueprints.flatMap(({ definition }) => {
    const relations = definition.relations ?? {};
    return Object.hasOwn(relations, body.relation) ? [relations[body.relation]!.target] : [];
  });
  if (targets.length === 0)
    throw Invalid.at(["relation"], `The blueprints of the query have no relation "${body.relation}".`);
  const ids = targets.flatMap((target) => matched.model.blueprints.get(target)?.id ?? []);
  return { kind: "relation", key: body.relation, target: "$identifier", targets: [...new Set(ids)] };
}
