import { z } from "zod";
import { strict } from "@/server/catalog/core/strict";
import { intervalSchema, timeRangeSchema } from "@/server/catalog/core/time-range";
import { INTERVALS } from "@/server/metrics/core/zone";
import { rangeSchema, scopeSchema } from "@/server/metrics/schema";
import { COLOURS } from "@/server/properties/schema";
import { common, dataset, emptyStateText, key, name, words } from "./parts";

export const BOUNDS = [">", ">=", "<", "<=", "=", "!="] as const;
/** Colours a number that meets a bound; where several are met, that of the closest one. */
const condition = strict({
  operator: z.enum(BOUNDS),
  value: z.number(),
  message: words(50).optional(),
  description: words(200).optional(),
  color: z.enum(COLOURS).optional(),
});
export type Condition = z.infer<typeof condition>;

const NEEDS_DATASET = ["aggregateByProperty", "countEntities"];

export const numberChart = strict({
  ...common,
  type: z.literal("entities-number-chart"),
  emptyStateText,
  /** Left out: a count of entities, or a number over a property where one is named. */
  chartType: z.enum(["aggregateByProperty", "countEntities", "displaySingleProperty"]).optional(),
  blueprint: name(100).optional(),
  dataset: dataset.optional(),
  entity: name().optional(),
  property: key.optional(),
  calculationBy: z.enum(["entities", "property"]).optional(),
  func: z.enum(["count", "average", "sum", "min", "max", "median"]).optional(),
  averageOf: z.enum(["hour", "day", "week", "month", "total"]).optional(),
  measureTimeBy: key.optional(),
  unit: z.enum(["none", "$", "€", "£", "%", "custom"]),
  unitCustom: words(20).optional(),
  unitAlignment: z.enum(["left", "right"]).optional(),
  displayFormatting: z.enum(["none", "round", "custom"]).optional(),
  decimalPlaces: z.enum([".0", ".00", ".000", ".0000", ".00000"]).optional(),
  conditionalFormatting: z.array(condition).max(20).optional(),
}).superRefine((widget, ctx) => {
  const need = (at: keyof typeof widget, why: string) => {
    if (widget[at] === undefined)
      ctx.addIssue({ code: "custom", path: [at], message: `Is missing: ${why}.` });
  };
  const { chartType, calculationBy, func } = widget;
  if (chartType === "displaySingleProperty") {
    need("property", "it is the property that is shown");
    need("entity", "it is the entity whose property is shown");
    need("blueprint", "it is the blueprint of the entity");
  } else need("func", "it is how the number is computed, as count");
  if (chartType && NEEDS_DATASET.includes(chartType)) need("dataset", "it says which entities count");
  const byProperty = calculationBy === "property" || chartType === "aggregateByProperty";
  if (byProperty) need("property", "it is the property that is computed");
  if (byProperty && func === "count")
    ctx.addIssue({
      code: "custom",
      path: ["func"],
      message: "A property is not counted. Choose sum, average, min, max or median.",
    });
  if (!byProperty && func && !["count", "average"].includes(func) && widget.property === undefined)
    ctx.addIssue({
      code: "custom",
      path: ["func"],
      message: "Entities are counted or averaged. Name a property for anything else.",
    });
  if (widget.unit === "custom") need("unitCustom", "it is the unit that is shown");
  if (widget.displayFormatting === "custom") need("decimalPlaces", "it is how many are shown");
});

const byValue = {
  ...common,
  blueprint: name(100).optional(),
  /** Whose values make the parts: a property, or `relation:` and a relation. */
  property: key,
  dataset,
  emptyStateText,
};
export const pieChart = strict({ ...byValue, type: z.literal("entities-pie-chart") });
export const barChart = strict({ ...byValue, type: z.literal("bar-chart") });

const line = {
  ...common,
  type: z.literal("line-chart"),
  blueprint: name(100),
  xAxisTitle: words(100).optional(),
  yAxisTitle: words(100).optional(),
  timeInterval: intervalSchema.optional(),
  timeRange: timeRangeSchema.optional(),
  emptyStateText,
};
const properties = z.array(key).min(1).max(20);
export const lineChart = z.discriminatedUnion("chartType", [
  strict({ ...line, chartType: z.literal("propertiesValueHistory"), entity: name(), properties }),
  strict({
    ...line,
    chartType: z.literal("aggregatePropertiesValues"),
    func: z.enum(["sum", "average", "min", "max", "median", "last"]),
    properties,
    measureTimeBy: key,
    dataset: dataset.optional(),
  }),
  strict({
    ...line,
    chartType: z.literal("countEntities"),
    func: z.enum(["count", "average"]),
    breakdownProperty: key.optional(),
    measureTimeBy: key,
    dataset: dataset.optional(),
  }),
]);

/** A figure of the portal's own metrics. */
export const metricWidget = strict({
  ...common,
  type: z.literal("metric"),
  metric: name(80),
  /** Left out: the organisation. */
  scope: scopeSchema.optional(),
  /** Left out: that of the page, else the one that the metric is meant for. */
  range: rangeSchema.optional(),
  view: z.enum(["number", "series", "breakdown"]),
  interval: z.enum(INTERVALS).optional(),
  compare: z.enum(["previous", "none"]).optional(),
  /** Of a breakdown. */
  by: z.enum(["team", "service"]).optional(),
});

export const COST_GROUPS = [
  "team",
  "environment",
  "costCentre",
  "entity",
  "provider",
  "serviceCategory",
  "serviceName",
  "category",
  "source",
] as const;
const part = name(500).optional();
/** What was billed. */
export const costWidget = strict({
  ...common,
  type: z.literal("cost"),
  view: z.enum(["number", "series", "bars"]),
  by: z.enum(COST_GROUPS).optional(),
  /** Left out: that of the page, else the last three months. */
  range: rangeSchema.optional(),
  interval: z.enum(["day", "week", "month"]).optional(),
  /** ISO 4217; left out: the one with the newest bill. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "Use the three letters of a currency, as in USD.")
    .optional(),
  team: part,
  environment: part,
  entity: part,
  provider: part,
  serviceName: part,
});
