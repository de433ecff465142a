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

/** What stands for the entity that a page is opened on, and for its blueprint. */
export const PAGE_ENTITY = "{{url.identifier}}";
export const PAGE_BLUEPRINT = "{{blueprint}}";
const OF_PAGE = { blueprint: PAGE_BLUEPRINT, entity: PAGE_ENTITY };

/** What widgets begin with on a page for entities: they are about the one that it is opened on. */
const FOR_ENTITIES: Partial<Record<WidgetType, Record<string, unknown>>> = {
  "entity-info": OF_PAGE,
  "entity-details": OF_PAGE,
  "table-entities-explorer-by-direction": OF_PAGE,
  "runs-table": { query: { ...OF_PAGE, limit: 20 } },
  "table-audit-log": { query: { ...OF_PAGE, limit: 20 } },
  "graph-entities-explorer": {
    dataset: {
      combinator: "and",
      rules: [{ operator: "relatedTo", blueprint: PAGE_BLUEPRINT, value: PAGE_ENTITY }],
    },
  },
};

/**
 * What a new widget of a kind begins with; `entitiesOf`: on a page for entities of a blueprint. What it cannot know is left
 * out, for its form to ask.
 */
export function newWidget(type: WidgetType, entitiesOf: string | null = null): Record<string, unknown> {
  const own = entitiesOf === null ? undefined : FOR_ENTITIES[type];
  if (own) return { type, ...own };
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
