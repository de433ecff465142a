import type { z } from "zod";
import { propertyOf } from "@/server/catalog/core/model";
import { classOf } from "@/server/catalog/core/query/values";
import { RELATION_PREFIX, type FacetValue } from "@/server/catalog/core/search-schema";
import { aggregateEntities } from "@/server/catalog/service/aggregate-entities";
import { modelOf } from "@/server/catalog/service/model";
import { entitiesNamed } from "@/server/catalog/service/read";
import { teamTitles } from "@/server/identity/service/teams";
import type { BarsFigure } from "@/server/metrics/core/figure";
import type { Slice, WidgetData } from "../../core/data";
import { type Key, restOf, ruleOf } from "../../core/slices";
import type { barChart, pieChart } from "../../core/widgets/charts";
import { type Ask, type Dataset, datasetOf, slicesOf } from "./ask";

type ByValue = z.infer<typeof barChart> | z.infer<typeof pieChart>;

/** So many parts can be told apart; what is beyond stands together at the end. */
const MOST = { "bar-chart": 30, "entities-pie-chart": 24 };

interface Counted {
  key: Key;
  /** An entity can have several of the values. */
  isList: boolean;
  title: string;
  /** Of a relation: the blueprint at its end. */
  target: string | null;
}

/** What a chart counts by: a property, or a relation that is named as one or written `relation:…`. */
async function countedBy(ask: Ask, blueprint: string | null, name: string): Promise<Counted> {
  const model = await modelOf(ask.ctx);
  const relation = name.startsWith(RELATION_PREFIX) ? name.slice(RELATION_PREFIX.length) : name;
  const of = blueprint === null ? [...model.blueprints.values()] : [model.blueprints.get(blueprint)];
  const property = of.map((one) => one && propertyOf(model, one.identifier, name)).find(Boolean);
  const found = of.map((one) => one?.definition.relations?.[relation]).find(Boolean);
  if (found && (name !== relation || !property))
    return {
      key: { relation },
      isList: found.many === true,
      title: found.title ?? relation,
      target: found.target,
    };
  return {
    key: { property: name },
    isList: property ? classOf(property.definition).list : false,
    title: property?.definition.title ?? name,
    target: null,
  };
}

/** How many entities have each value, the most frequent first. */
export async function barsData(ask: Ask, widget: ByValue): Promise<WidgetData> {
  const dataset = await datasetOf(ask, widget);
  const counted = await countedBy(ask, dataset.blueprint, widget.property);
  const { query, notes } = dataset;
  const { result, matchingBlueprints } = await aggregateEntities(
    ask.ctx,
    { func: "countValues", query, ...counted.key },
    dataset.blueprint ?? undefined,
  );
  const values = Array.isArray(result) ? result : [];
  if (!values.length) return { kind: "empty", text: widget.emptyStateText ?? "No entities match yet." };
  const most = MOST[widget.type];
  const shown = values.slice(0, most);
  const left = values.slice(most);
  const labels = await labelsOf(ask, counted, shown);
  const total = counted.isList ? null : values.reduce((sum, { count }) => sum + count, 0);
  const figure: BarsFigure = {
    shape: "bars",
    title: widget.title ?? `By ${counted.title.toLowerCase()}`,
    unit: "count",
    direction: "none",
    sources: ["Catalog"],
    n: total,
    bars: shown.map(({ value, count }) => ({
      id: idOf(value),
      label: value === null ? "No value" : (labels.get(String(value)) ?? String(value)),
      value: count,
      n: count,
    })),
    ...(left.length
      ? { others: { count: left.length, value: left.reduce((sum, { count }) => sum + count, 0) } }
      : {}),
  };
  if (left.length)
    notes.push(
      `The ${most} most frequent values are shown by themselves, and ${left.length} more as "Other".`,
    );
  if (counted.isList) notes.push("An entity with several values counts for each of them.");
  return {
    kind: "figure",
    figure,
    ...(widget.type === "entities-pie-chart" ? { drawnAs: "pie" as const } : {}),
    drill: await drillOf(ask, dataset, counted, shown, left.length > 0, matchingBlueprints),
    notes,
  };
}

/** Ids of bars tell a text from a number that is written alike. */
export const idOf = (value: FacetValue["value"]): string =>
  value === null ? "none" : typeof value === "string" ? `=${value}` : JSON.stringify(value);
export const OTHER = "other";

async function drillOf(
  ask: Ask,
  { query }: Dataset,
  { key, isList }: Counted,
  shown: readonly FacetValue[],
  hasOthers: boolean,
  blueprints: readonly string[],
): Promise<Record<string, Slice[]>> {
  const drill: Record<string, Slice[]> = {};
  // Where one of them can be said, all can: they differ by the value alone.
  for (const { value } of shown) {
    const slices = await slicesOf(ask, blueprints, query, ruleOf(key, value));
    if (!slices.length) return {};
    drill[idOf(value)] = slices;
  }
  // Of an entity with several values some are shown and others not: then the rest is no set of rows.
  if (hasOthers && !isList)
    drill[OTHER] = await slicesOf(
      ask,
      blueprints,
      query,
      restOf(
        key,
        shown.map(({ value }) => value),
      ),
    );
  return drill;
}

/** What people call teams, and the entities of a relation; of those that the viewer may not read there are none. */
async function labelsOf(
  ask: Ask,
  { key, target }: Counted,
  shown: readonly FacetValue[],
): Promise<Map<string, string>> {
  const names = shown.flatMap(({ value }) => (value === null ? [] : [String(value)]));
  if ("property" in key && key.property === "$team") return teamTitles(ask.ctx, names);
  if (target === null) return new Map();
  const found = await entitiesNamed(ask.ctx, target, names);
  return new Map(found.map(({ identifier, title }) => [identifier, title ?? identifier]));
}
