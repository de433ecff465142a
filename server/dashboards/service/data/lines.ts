import type { z } from "zod";
import { propertyOf } from "@/server/catalog/core/model";
import type { OverTimeBody } from "@/server/catalog/core/aggregate-schema";
import { aggregateOverTime, type OverTime } from "@/server/catalog/service/aggregate-over-time";
import { modelOf } from "@/server/catalog/service/model";
import { propertiesHistory } from "@/server/catalog/service/property-history";
import type { SeriesFigure } from "@/server/metrics/core/figure";
import { bucketsOf, INTERVAL_OF } from "../../core/buckets";
import type { Slice, WidgetData } from "../../core/data";
import { ruleOf, within } from "../../core/slices";
import type { lineChart } from "../../core/widgets/charts";
import { type Ask, datasetOf, slicesOf } from "./ask";

type LineChart = z.infer<typeof lineChart>;
type Of<T extends LineChart["chartType"]> = Extract<LineChart, { chartType: T }>;

/** So many lines can be told apart. */
const MOST_LINES = 20;

/** Numbers over time: of one entity as they were, or of many by their dates. */
export function linesData(ask: Ask, widget: LineChart): Promise<WidgetData> {
  if (widget.chartType === "propertiesValueHistory") return history(ask, widget);
  return overTime(ask, widget);
}

const settings = (ask: Ask, widget: LineChart) => {
  const interval = widget.timeInterval ?? "day";
  const preset = widget.timeRange?.preset ?? "lastMonth";
  return { interval, timeRange: { preset, timeZone: widget.timeRange?.timeZone ?? ask.timeZone } };
};

const empty = (widget: LineChart): WidgetData => ({
  kind: "empty",
  text: widget.emptyStateText ?? "There are no values in this span.",
});

const figureOf = (
  widget: LineChart,
  title: string,
  of: Pick<SeriesFigure, "interval" | "buckets" | "series">,
): SeriesFigure => ({
  shape: "series",
  title: widget.title ?? title,
  unit: "count",
  direction: "none",
  sources: ["Catalog"],
  n: null,
  ...of,
  annotations: [],
});

const axesOf = ({ xAxisTitle, yAxisTitle }: LineChart) => ({
  axes: { x: xAxisTitle ?? null, y: yAxisTitle ?? null },
});

async function titlesOf(ask: Ask, blueprint: string, keys: readonly string[]): Promise<Map<string, string>> {
  const model = await modelOf(ask.ctx);
  return new Map(keys.map((key) => [key, propertyOf(model, blueprint, key)?.definition.title ?? key]));
}

async function history(ask: Ask, widget: Of<"propertiesValueHistory">): Promise<WidgetData> {
  const { interval, timeRange } = settings(ask, widget);
  const { series, minDate, maxDate } = await propertiesHistory(ask.ctx, {
    blueprintIdentifier: widget.blueprint,
    entityIdentifier: widget.entity,
    propertyNames: widget.properties,
    timeInterval: interval,
    timeRange,
  });
  const starts = series[0]?.points.map(({ date }) => date) ?? [];
  const titles = await titlesOf(ask, widget.blueprint, widget.properties);
  const lines = series.map(({ property, points }) => {
    const values = points.map(({ value }) => (typeof value === "number" ? value : null));
    return { id: property, label: titles.get(property) ?? property, values, n: values.map(() => null) };
  });
  if (lines.every(({ values }) => values.every((value) => value === null))) return empty(widget);
  const notes = series
    .filter(({ points }) => points.some(({ value }) => value !== null && typeof value !== "number"))
    .map(({ property }) => `"${titles.get(property)}" has values that are no numbers; they are left out.`);
  return {
    kind: "figure",
    figure: figureOf(widget, "As it was", {
      interval: INTERVAL_OF[interval],
      buckets: bucketsOf(
        starts,
        { from: minDate, to: Math.max(maxDate, Date.now()) },
        interval,
        timeRange.timeZone,
      ),
      series: lines,
    }),
    ...axesOf(widget),
    drill: {},
    notes,
  };
}

type Aggregated = Of<"aggregatePropertiesValues"> | Of<"countEntities">;

async function overTime(ask: Ask, widget: Aggregated): Promise<WidgetData> {
  const { query, notes } = await datasetOf(ask, widget);
  const { interval, timeRange } = settings(ask, widget);
  const { blueprint, measureTimeBy } = widget;
  const common = { blueprint, query, measureTimeBy, timeInterval: interval, timeRange };
  const body: OverTimeBody =
    widget.chartType === "countEntities"
      ? {
          ...common,
          func: widget.func,
          ...(widget.breakdownProperty ? { breakdownProperty: widget.breakdownProperty } : {}),
        }
      : { ...common, func: widget.func, properties: widget.properties };
  const found = await aggregateOverTime(ask.ctx, body, { mostSeries: MOST_LINES });
  const keys = "properties" in widget ? widget.properties : found.names;
  const titles = await titlesOf(ask, blueprint, keys);
  const lines = keys.map((key, i) => {
    const values = found.data.map((point) => point[key === "date" ? "date " : key] ?? null);
    const breaks = widget.chartType === "countEntities" && widget.breakdownProperty !== undefined;
    const label = breaks
      ? found.values[i] === null
        ? "No value"
        : key
      : key === "count"
        ? "Entities"
        : titles.get(key)!;
    return { id: key, label, values, n: values.map((value) => (widget.func === "count" ? value : null)) };
  });
  if (lines.every(({ values }) => values.every((value) => !value))) return empty(widget);
  if (found.more) notes.push(`The ${MOST_LINES} most frequent values are shown; others are left out.`);
  return {
    kind: "figure",
    figure: figureOf(widget, widget.chartType === "countEntities" ? "Entities over time" : "Over time", {
      interval: INTERVAL_OF[interval],
      buckets: bucketsOf(
        found.data.map(({ date }) => date),
        { from: found.minDate, to: found.maxDate },
        interval,
        timeRange.timeZone,
      ),
      series: lines,
    }),
    ...axesOf(widget),
    drill: await drillOf(ask, widget, query, found),
    pointsBy: widget.measureTimeBy,
    notes,
  };
}

async function drillOf(
  ask: Ask,
  widget: Aggregated,
  query: Parameters<typeof slicesOf>[2],
  found: OverTime,
): Promise<Record<string, Slice[]>> {
  const { blueprint, measureTimeBy } = widget;
  const span = within(measureTimeBy, found.minDate, found.maxDate);
  const drill: Record<string, Slice[]> = {};
  if (widget.chartType === "aggregatePropertiesValues") {
    // What has a value is what a function of the values is over.
    for (const property of widget.properties)
      drill[property] = await slicesOf(ask, [blueprint], query, span, { property, operator: "isNotEmpty" });
    return drill;
  }
  const { breakdownProperty } = widget;
  for (const [i, name] of found.names.entries()) {
    const value = found.values[i];
    // A list is told apart as a whole, which no rule of one value says.
    if (typeof value === "object" && value !== null) continue;
    const rule =
      breakdownProperty === undefined
        ? null
        : ruleOf({ property: breakdownProperty }, value as string | number | boolean | null);
    drill[name] = await slicesOf(ask, [blueprint], query, span, rule);
  }
  return drill;
}
