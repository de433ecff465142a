import { lineFields, numberFields, shareFields } from "./chart-fields";
import {
  SPANS,
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

const RESOURCES = choices({
  blueprint: "Blueprints",
  entity: "Entities",
  run: "Runs",
  webhook: "Webhooks",
  scorecard: "Scorecards",
  action: "Actions",
  integration: "Integrations",
});
const COST_PARTS = choices({
  team: "Team",
  environment: "Environment",
  costCentre: "Cost centre",
  entity: "Entity",
  provider: "Provider",
  serviceCategory: "Category of service",
  serviceName: "Service",
  category: "Kind of charge",
  source: "Source",
});
const limit: WidgetField = { control: "number", path: ["query", "limit"], label: "At most so many" };
const span = select(["range", "last"], "Span", SPANS, { none: "That of the page" });
const interval = (withQuarter: boolean): WidgetField =>
  select(
    "interval",
    "A point for each",
    choices({ day: "Day", week: "Week", month: "Month", ...(withQuarter && { quarter: "Quarter" }) }),
    { none: "What fits the span" },
  );

const metricFields = (given: Given): WidgetField[] => [
  { control: "metric", path: ["metric"], label: "Metric", required: true },
  select(
    "view",
    "Shows",
    choices({ number: "Its value", series: "Its course", breakdown: "A bar for each part" }),
  ),
  ...(given.view === "breakdown"
    ? [
        select("by", "A bar for each", choices({ team: "Team", service: "Service" }), {
          none: "What is usual",
        }),
      ]
    : []),
  { control: "team", path: ["scope"], label: "Of the team", none: "The organisation" },
  interval(true),
  span,
];

const costFields: readonly WidgetField[] = [
  select("view", "Shows", choices({ number: "The sum", series: "The course", bars: "A bar for each part" })),
  select("by", "By", COST_PARTS, { none: "All together" }),
  interval(false),
  span,
  { control: "team", path: ["team"], label: "Of the team", none: "All" },
  text("environment", "In the environment"),
  text("currency", "Currency", { placeholder: "The one with the newest bill", mono: true }),
];

function tableFields(given: Given): WidgetField[] {
  const of = filled(given.blueprint);
  const at = ["blueprintConfig", of ?? ""];
  return [
    { control: "blueprint", path: ["blueprint"], label: "Blueprint", none: "Every blueprint that it finds" },
    dataset(of),
    ...(of === undefined
      ? []
      : ([
          property([...at, "propertiesSettings", "shown"], "Columns", of, {
            many: true,
            description: "None: those that the catalog shows.",
          }),
          property("excludedFields", "Columns that nobody may add", of, { many: true }),
          { control: "sort", path: [...at, "sortSettings", "sortBy"], label: "Order" },
          property([...at, "groupSettings", "groupBy", 0], "Grouped by", of, { none: "Not grouped" }),
        ] satisfies WidgetField[])),
    emptyText,
  ];
}

function entityFields(given: Given): WidgetField[] {
  const of = filled(given.blueprint);
  return [
    blueprint,
    entity("entity", of),
    property("order", "First come", of, { many: true }),
    property("hiddenQuery", "Not shown", of, { many: true }),
    { control: "check", path: ["showEmptyValues"], label: "Also what has no value" },
  ];
}

function markdownFields(given: Given): WidgetField[] {
  const of = filled(given.blueprintIdentifier);
  if (given.source !== "property")
    return [
      text("markdown", "Text", {
        rows: 12,
        required: true,
        description:
          "Markdown: headings, lists, tables, links. {{ .user.name }} stands for the reader’s name.",
      }),
    ];
  return [
    { control: "blueprint", path: ["blueprintIdentifier"], label: "Blueprint", required: true },
    entity("entityIdentifier", of),
    property("propertyIdentifier", "Property with the text", of, { required: true }),
  ];
}

/** The controls of a widget's form, by its type and by what is filled in already. */
export function widgetFields(given: Given): readonly WidgetField[] {
  switch (given.type) {
    case "entities-number-chart":
      return numberFields(given);
    case "entities-pie-chart":
    case "bar-chart":
      return shareFields(given);
    case "line-chart":
      return lineFields(given);
    case "metric":
      return metricFields(given);
    case "cost":
      return costFields;
    case "table-entities-explorer":
      return tableFields(given);
    case "table-entities-explorer-by-direction":
      return [blueprint, entity("entity", filled(given.blueprint))];
    case "graph-entities-explorer":
      return [dataset(undefined)];
    case "entity-info":
    case "entity-details":
      return entityFields(given);
    case "markdown":
      return markdownFields(given);
    case "links-widget":
      return [{ control: "links", path: ["links"], label: "Links" }];
    case "iframe-widget":
      return [text("url", "Address", { required: true, placeholder: "https://" })];
    case "action-card-widget":
      return [{ control: "action", path: ["actions"], label: "Actions", many: true, required: true }];
    case "action-runs-table-widget":
      return [{ control: "action", path: ["action"], label: "Action", required: true }];
    case "runs-table":
      return [
        { control: "action", path: ["query", "action"], label: "Of the action", none: "All" },
        { control: "person", path: ["query", "user_email"], label: "By the person", none: "Everybody" },
        { control: "check", path: ["query", "active"], label: "Only those under way" },
        limit,
      ];
    case "run-info":
      return [text("runId", "Id of the run", { required: true, mono: true })];
    case "table-audit-log":
      return [
        select(["query", "resources"], "About", RESOURCES, { none: "Everything" }),
        { control: "blueprint", path: ["query", "blueprint"], label: "Of the blueprint", none: "All" },
        select(["query", "status"], "That", choices({ SUCCESS: "Succeeded", FAILURE: "Failed" }), {
          none: "Succeeded or failed",
        }),
        limit,
      ];
    case "users-table":
      return [{ control: "team", path: ["query", "team"], label: "Of the team", none: "All" }];
    case "teams-table":
      return [{ control: "person", path: ["query", "user"], label: "Of the person", none: "All" }];
    case "user-info":
      return [{ control: "person", path: ["user_email"], label: "Person", required: true }];
    case "team-info":
      return [{ control: "team", path: ["team_name"], label: "Team", required: true }];
    case "grouper":
      return [
        select("displayMode", "Chosen by", choices({ tabs: "Tabs", switch: "A list" })),
        text("activeGroupUrlParam", "Name in the address", {
          description: "Then a link leads to the open group.",
        }),
        { control: "groups", path: ["groups"], label: "Groups" },
      ];
    case "dashboard-widget":
      return [{ control: "grid", path: ["widgets"], label: "Widgets" }];
    default:
      return [];
  }
}
