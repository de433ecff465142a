import {
  FUNCTIONS,
  DATES,
  NUMBERS,
  blueprint,
  choices,
  dataset,
  emptyText,
  entity,
  filled,
  property,
  select,
  text,
} from "./field";
import type { Given, WidgetField } from "./field";

const AVERAGES = choices({ hour: "Hour", day: "Day", week: "Week", month: "Month", total: "Entity" });
const COUNTS = choices({ count: "How many", average: "How many on average" });
const UNITS = choices({ none: "None", $: "$", "€": "€", "£": "£", "%": "%", custom: "Another" });
const RANGES = choices({
  today: "Today",
  yesterday: "Yesterday",
  lastDay: "Last day",
  lastWeek: "Last week",
  last2Weeks: "Last 2 weeks",
  lastMonth: "Last month",
  last3Months: "Last 3 months",
  last6Months: "Last 6 months",
  last12Months: "Last 12 months",
  last2Years: "Last 2 years",
  last3Years: "Last 3 years",
});
const INTERVALS = choices({ hour: "Hour", day: "Day", isoWeek: "Week", month: "Month", quarter: "Quarter" });
const NUMBER_CHARTS = choices({
  countEntities: "A count of entities",
  aggregateByProperty: "A number over a property",
  displaySingleProperty: "A property of one entity",
});
const LINE_CHARTS = choices({
  countEntities: "How many entities",
  aggregatePropertiesValues: "Properties of entities",
  propertiesValueHistory: "Properties of one entity, as they were",
});

function numberOf(given: Given, of: string | undefined): WidgetField[] {
  switch (filled(given.chartType)) {
    case "displaySingleProperty":
      return [entity("entity", of), property("property", "Property", of, { required: true })];
    case "aggregateByProperty":
      return [
        property("property", "Property", of, { shapes: NUMBERS, required: true }),
        select("func", "As", FUNCTIONS),
        dataset(of),
      ];
    default:
      return [select("func", "As", COUNTS), dataset(of)];
  }
}

/** Controls of a number, by what it is of. */
export function numberFields(given: Given): WidgetField[] {
  const of = filled(given.blueprint);
  return [
    blueprint,
    select("chartType", "Shows", NUMBER_CHARTS, { resets: true }),
    ...numberOf(given, of),
    ...(given.func === "average"
      ? [
          select("averageOf", "Average of each", AVERAGES, { required: true }),
          property("measureTimeBy", "Time is", of, { shapes: DATES, none: "When it was created" }),
        ]
      : []),
    select("unit", "Unit", UNITS),
    ...(given.unit === "custom" ? [text("unitCustom", "Which unit", { required: true })] : []),
    ...(filled(given.unit) && given.unit !== "none"
      ? [
          select(
            "unitAlignment",
            "The unit stands",
            choices({ left: "Before the number", right: "After the number" }),
            {
              none: "Where it usually does",
            },
          ),
        ]
      : []),
    select(
      "displayFormatting",
      "Digits",
      choices({ none: "As it is", round: "Rounded", custom: "So many after the point" }),
      { none: "As is usual" },
    ),
    ...(given.displayFormatting === "custom"
      ? [
          select(
            "decimalPlaces",
            "After the point",
            choices({ ".0": "1", ".00": "2", ".000": "3", ".0000": "4", ".00000": "5" }),
            { required: true },
          ),
        ]
      : []),
    { control: "conditions", path: ["conditionalFormatting"], label: "Colour and words by size" },
    emptyText,
  ];
}

function lineOf(given: Given, of: string | undefined): WidgetField[] {
  const many = property("properties", "Properties", of, { shapes: NUMBERS, many: true, required: true });
  const time = property("measureTimeBy", "Time is", of, { shapes: DATES, required: true });
  switch (filled(given.chartType)) {
    case "propertiesValueHistory":
      return [entity("entity", of), many];
    case "aggregatePropertiesValues":
      return [
        many,
        select("func", "As", [...FUNCTIONS, { value: "last", label: "Last value" }]),
        time,
        dataset(of),
      ];
    default:
      return [
        select("func", "As", COUNTS),
        property("breakdownProperty", "A line for each", of, { none: "One line for all" }),
        time,
        dataset(of),
      ];
  }
}

/** Controls of a chart over time, by what it is of. */
export function lineFields(given: Given): WidgetField[] {
  return [
    blueprint,
    select("chartType", "Shows", LINE_CHARTS, { resets: true }),
    ...lineOf(given, filled(given.blueprint)),
    select("timeInterval", "A point for each", INTERVALS, { none: "What fits the span" }),
    select(["timeRange", "preset"], "Span", RANGES, { none: "What is usual" }),
    text("xAxisTitle", "Words below the chart"),
    text("yAxisTitle", "Words above the chart"),
    emptyText,
  ];
}

/** Controls of shares and bars. */
export const shareFields = (given: Given): WidgetField[] => [
  blueprint,
  property("property", "By", filled(given.blueprint), { required: true }),
  dataset(filled(given.blueprint)),
  emptyText,
];

/** The widget after its sort of chart is another: what only the old one has goes, what the new one needs is there. */
export function withChart(given: Given, chartType: string): Given {
  const isLine = given.type === "line-chart";
  const rows = given.dataset ?? { combinator: "and", rules: [] };
  const own: Record<string, Given> = {
    countEntities: {
      func: "count",
      ...(isLine ? { measureTimeBy: "$createdAt" } : { calculationBy: "entities", dataset: rows }),
    },
    aggregateByProperty: { func: "sum", calculationBy: "property", dataset: rows },
    aggregatePropertiesValues: { func: "average", measureTimeBy: "$updatedAt" },
  };
  const kept = [
    "id",
    "type",
    "title",
    "description",
    "icon",
    "blueprint",
    "unit",
    "timeInterval",
    "timeRange",
  ];
  return {
    ...Object.fromEntries(kept.flatMap((key) => (given[key] === undefined ? [] : [[key, given[key]]]))),
    chartType,
    ...own[chartType],
  };
}
