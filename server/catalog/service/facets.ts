import { Invalid } from "@/server/kernel/errors";
import { sql } from "drizzle-orm";
import { countedKeys, TOTAL } from "../core/count-rules";
import { propertyOf } from "../core/model";
import { classOf, describeClass } from "../core/query/values";
import { facetsSchema, relationOf, type FacetsQuery, type FacetValue } from "../core/search-schema";
import { facetRows, keptCounts, MOST_FACETED, type FacetKey } from "../store/query/facets";
import { filterOf, type Filtered } from "./filter";
import { checkKey } from "./page";
import { read, type AnyContext } from "./write";

const DEFAULT_VALUES = 50;

export interface Facets {
  /** By key as asked; the most frequent values first. A list counts each member; entities without members are left out. */
  facets: Record<string, FacetValue[]>;
  total: number;
  /** False: counted among the first hits only, of which there are more. */
  totalIsExact: boolean;
}

/** How many entities of a blueprint have each value of some keys. Throws Invalid for keys that cannot be counted. */
export async function entityFacets(ctx: AnyContext, blueprint: string, input: FacetsQuery): Promise<Facets> {
  const { by, limit = DEFAULT_VALUES, ...filter } = read(facetsSchema, input);
  const filtered = await filterOf(ctx, blueprint, filter);
  const keys = [...new Set(by)];
  const facets = keys.map((key, i) => facetOf(filtered, key, ["by", i]));
  const kept = new Set([...countedKeys(filtered.of.definition), "$team"]);
  if (filtered.equalities?.length === 0 && keys.every((key) => kept.has(key)))
    return keptFacets(ctx, filtered, keys, limit);
  const { rows, hits } = await facetRows(ctx.db, {
    where: sql`entities.blueprint_id = ${filtered.of.id}::uuid and ${filtered.where}`,
    facets,
    limit,
    readable: filtered.readable,
  });
  return {
    facets: Object.fromEntries(
      keys.map((key, i) => [
        key,
        rows
          .filter((row) => row.facet === i)
          .map(({ value, n }) => ({ value: value as FacetValue["value"], count: n })),
      ]),
    ),
    total: Math.min(hits, MOST_FACETED),
    totalIsExact: hits <= MOST_FACETED,
  };
}

function facetOf(filtered: Filtered, key: string, path: (string | number)[]): FacetKey {
  checkKey(filtered, key, path);
  const { model, of } = filtered;
  const relation = relationOf(key);
  if (relation) {
    const target = of.definition.relations?.[relation.relation]?.target ?? "";
    const found = model.blueprints.get(target)?.id;
    return {
      kind: "relation",
      key: relation.relation,
      target: relation.target,
      targets: found ? [found] : [],
    };
  }
  const property = propertyOf(model, of.identifier, key);
  if (!property) throw Invalid.at(path, `"${of.identifier}" has no property "${key}".`);
  const valueClass = classOf(property.definition);
  if (valueClass.item === "object")
    throw Invalid.at(path, `"${key}" is ${describeClass(valueClass)}, whose values are not counted.`);
  return property.source === "meta"
    ? { kind: "meta", key }
    : { kind: "property", key, list: valueClass.list };
}

/** From the counts that are kept as entities change: no entity is read, however many there are. */
async function keptFacets(
  ctx: AnyContext,
  { model, of }: Filtered,
  keys: string[],
  limit: number,
): Promise<Facets> {
  const rows = await keptCounts(ctx.db, of.id, [...keys, TOTAL]);
  const total = rows.find(({ key }) => key === TOTAL)?.n ?? 0;
  const facets = keys.map((key): [string, FacetValue[]] => {
    const type = propertyOf(model, of.identifier, key)?.definition.type;
    const values = rows
      .filter((row) => row.key === key)
      .map(({ value, n }): FacetValue => ({ value: valueFrom(value, type), count: n }));
    const without = total - values.reduce((sum, { count }) => sum + count, 0);
    if (key !== "$team" && without > 0) values.push({ value: null, count: without });
    return [key, values.sort(byFrequency).slice(0, limit)];
  });
  return { facets: Object.fromEntries(facets), total, totalIsExact: true };
}

const valueFrom = (text: string, type: string | undefined): FacetValue["value"] =>
  type === "boolean" ? text === "true" : type === "number" ? Number(text) : text;

const byFrequency = (a: FacetValue, b: FacetValue): number =>
  b.count - a.count || (String(a.value) < String(b.value) ? -1 : 1);
