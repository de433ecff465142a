import type { Widget, WidgetType } from "@/server/dashboards/core/widgets/union";

const ALL = { combinator: "and" as const, rules: [] };

/** A row of this height suits the kind. */
export function heightFor(type: WidgetType): number {
  if (["entities-number-chart", "links-widget", "action-card-widget"].includes(type)) return 200;
  if (
    [
      "table-entities-explorer",
      "table-entities-explorer-by-direction",
      "grouper",
      "dashboard-widget",
    ].includes(type)
  )
    return 480;
  return 360;
}

/** What a new widget of a kind begins with. What it cannot know is left out, for its form to ask. */
export function newWidget(type: WidgetType): Record<string, unknown> {
  const filled: Partial<Record<WidgetType, Record<string, unknown>>> = {
    "entities-number-chart": {
      chartType: "countEntities",
      calculationBy: "entities",
      func: "count",
      unit: "none",
      dataset: ALL,
    },
    "entities-pie-chart": { dataset: ALL },
    "bar-chart": { dataset: ALL },
    "line-chart": {
      chartType: "countEntities",
      func: "count",
      measureTimeBy: "$createdAt",
      timeInterval: "isoWeek",
      timeRange: { preset: "last3Months" },
    },
    metric: { view: "number" },
    cost: { view: "bars", by: "team" },
    "table-entities-explorer": { dataset: ALL },
    "graph-entities-explorer": { dataset: ALL },
    markdown: { markdown: "" },
    "links-widget": { links: [{ title: "", url: "" }] },
    "action-card-widget": { actions: [] },
    "table-audit-log": { query: { limit: 20 } },
    "runs-table": { query: { limit: 20 } },
    "my-entities": { title: "My entities" },
    "recently-viewed-entities": { title: "Recently viewed" },
    "recently-used-actions": { title: "Recently used actions" },
    grouper: { displayMode: "tabs", groups: [{ title: "First", widgets: [] }] },
    "dashboard-widget": { widgets: [], layout: [] },
  };
  return { type, ...filled[type] };
}

/** A widget that a form has begun, as what it will be; the schema says what it lacks. */
export const asWidget = (value: Record<string, unknown>): Widget => value as unknown as Widget;
