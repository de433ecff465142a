import { aggregateEntities } from "@/server/catalog/service/aggregate-entities";
import { getEntity } from "@/server/catalog/service/read";
import type { AggregateBody } from "@/server/catalog/core/aggregate-schema";
import type { z } from "zod";
import type { WidgetData } from "../../core/data";
import { numberLook } from "../../core/number-look";
import type { numberChart } from "../../core/widgets/charts";
import { type Ask, datasetOf, slicesOf } from "./ask";

type NumberChart = z.infer<typeof numberChart>;

/** One number: a property of an entity, how many entities there are, or a function of a property of theirs. */
export async function numberData(ask: Ask, widget: NumberChart): Promise<WidgetData> {
  return widget.chartType === "displaySingleProperty" ? single(ask, widget) : computed(ask, widget);
}

const TITLE = {
  count: "Count",
  average: "Average",
  sum: "Sum",
  min: "Smallest",
  max: "Largest",
  median: "Median",
};

async function single(ask: Ask, widget: NumberChart): Promise<WidgetData> {
  const { title, properties } = await getEntity(ask.ctx, widget.blueprint!, widget.entity!);
  const value = properties[widget.property!];
  if (value === undefined || value === null)
    return {
      kind: "empty",
      text: widget.emptyStateText ?? `"${title ?? widget.entity}" has no value there.`,
    };
  if (typeof value !== "number")
    return { kind: "refused", why: `"${widget.property}" is no number. Choose a property that is one.` };
  return {
    kind: "figure",
    figure: figureOf(widget.title ?? widget.property!, value, null),
    look: numberLook(widget, value),
    drill: {},
    notes: [],
  };
}

const figureOf = (title: string, value: number, n: number | null) => ({
  shape: "number" as const,
  title,
  unit: "count" as const,
  direction: "none" as const,
  sources: ["Catalog"],
  n,
  value,
  previous: null,
});

async function computed(ask: Ask, widget: NumberChart): Promise<WidgetData> {
  const { blueprint, query, notes } = await datasetOf(ask, widget);
  const { func = "count", averageOf, measureTimeBy } = widget;
  const isOfEntities = widget.calculationBy === "entities" || widget.chartType === "countEntities";
  const property = isOfEntities ? undefined : widget.property;
  const body = {
    func,
    query,
    ...(property === undefined ? {} : { property }),
    ...(averageOf ? { averageOf } : {}),
    ...(measureTimeBy ? { measureTimeBy } : {}),
  } as AggregateBody;
  const { result, matchingBlueprints } = await aggregateEntities(ask.ctx, body, blueprint ?? undefined);
  if (typeof result !== "number")
    return { kind: "empty", text: widget.emptyStateText ?? "There are no values yet." };
  const title = widget.title ?? [TITLE[func], property].filter(Boolean).join(" of ");
  const drill = await slicesOf(ask, matchingBlueprints, query);
  return {
    kind: "figure",
    figure: figureOf(title, result, func === "count" ? result : null),
    look: numberLook(widget, result),
    drill: drill.length ? { value: drill } : {},
    notes,
  };
}
