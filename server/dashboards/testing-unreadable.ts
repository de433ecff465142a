/** How procedures and routes of pages are asked by somebody who may not read some entities, nor some pages. */

const HIDDEN = "m4rk3r-1";
const all = { combinator: "and", rules: [] };
const of = (blueprint: string) => ({
  combinator: "and",
  rules: [{ property: "$blueprint", operator: "=", value: blueprint }],
});

/** A page that anybody may read, about entities that they may not: each widget by its id, and whether it has words to show. */
const WIDGETS: ({ id: string; type: string; shows?: boolean } & Record<string, unknown>)[] = [
  { id: "pie", type: "entities-pie-chart", blueprint: "secret", property: "note", dataset: all, shows: true },
  { id: "icons", type: "bar-chart", blueprint: "secret", property: "$icon", dataset: all, shows: true },
  { id: "tags", type: "bar-chart", blueprint: "policed", property: "tags", dataset: all, shows: true },
  {
    id: "peers",
    type: "bar-chart",
    blueprint: "secret",
    property: "relation:peers",
    dataset: all,
    shows: true,
  },
  { id: "through", type: "bar-chart", blueprint: "open", property: "secret", dataset: all, shows: true },
  { id: "across", type: "bar-chart", property: "note", dataset: of("unread"), shows: true },
  {
    id: "line",
    type: "line-chart",
    chartType: "countEntities",
    func: "count",
    blueprint: "secret",
    breakdownProperty: "note",
    measureTimeBy: "$createdAt",
    shows: true,
  },
  {
    id: "number",
    type: "entities-number-chart",
    chartType: "countEntities",
    func: "count",
    blueprint: "secret",
    dataset: all,
    unit: "none",
  },
  { id: "table", type: "table-entities-explorer", dataset: of("secret") },
  { id: "graph", type: "graph-entities-explorer", dataset: of("secret") },
  { id: "mine", type: "my-entities" },
  { id: "seen", type: "recently-viewed-entities", shows: true },
  { id: "runs", type: "runs-table" },
  { id: "audit", type: "table-audit-log", query: { blueprint: "secret" }, shows: true },
  { id: "used", type: "recently-used-actions" },
  { id: "actions", type: "action-card-widget", actions: [{ action: "change_secret" }] },
];

export const SHOWN_PAGE = {
  identifier: "shown",
  title: "Shown",
  definition: { widgets: WIDGETS.map(({ shows: _shows, ...widget }) => widget) },
};
/** For administrators alone: not even its name may be told. */
export const MARKED_PAGE = {
  identifier: "marked",
  title: "m4rk3r",
  permissions: { read: { roles: ["Admin"] } },
  definition: { widgets: [{ id: "text", type: "markdown", markdown: "m4rk3r" }] },
};

const preview = (widget: object, shows = false) => ({ input: { widget }, ...(shows ? { shows } : {}) });
const marked = { identifier: "marked" };

export const PAGE_PROCEDURES = {
  "dashboards.list": [{ input: undefined, shows: true }],
  "dashboards.get": [{ input: marked, shows: true }, { input: { identifier: "shown" } }],
  "dashboards.forEntities": [{ input: { blueprint: "secret" } }],
  "dashboards.create": [{ input: { title: "Mine", parent: "marked" } }],
  "dashboards.update": [{ input: { ...marked, title: "Mine" } }],
  "dashboards.remove": [{ input: { identifier: "m4rk3r-none" } }],
  "dashboards.move": [{ input: { ...marked, after: null } }],
  "dashboards.duplicate": [{ input: marked, shows: true }],
  "dashboards.permissions": [{ input: marked }],
  "dashboards.setPermissions": [{ input: { ...marked, permissions: {} } }],
  "dashboards.exportPage": [{ input: marked, shows: true }],
  "dashboards.importPage": [{ input: { document: { title: "Mine", widgets: [] } } }],
  "dashboards.data": [
    { input: { ...marked, widget: "text" }, shows: true },
    ...WIDGETS.map(({ id, shows }) => ({
      input: { identifier: "shown", widget: id },
      ...(shows ? { shows } : {}),
    })),
  ],
  "dashboards.preview": [
    preview({ type: "entity-info", blueprint: "secret", entity: HIDDEN }),
    preview(
      {
        type: "markdown",
        source: "property",
        blueprintIdentifier: "secret",
        entityIdentifier: HIDDEN,
        propertyIdentifier: "note",
      },
      true,
    ),
    preview({
      type: "entities-number-chart",
      chartType: "displaySingleProperty",
      blueprint: "secret",
      entity: HIDDEN,
      property: "note",
      unit: "none",
    }),
    preview({
      type: "line-chart",
      chartType: "propertiesValueHistory",
      blueprint: "secret",
      entity: HIDDEN,
      properties: ["note"],
    }),
    preview({
      type: "table-entities-explorer-by-direction",
      blueprint: "secret",
      entity: HIDDEN,
      blueprintConfig: { open: { relatedProperty: "secrets" } },
    }),
  ],
  "dashboards.viewed": [{ input: { blueprint: "secret", identifier: HIDDEN } }],
};

const ask = (path: string, body?: unknown, shows = false) => ({
  path,
  ...(body === undefined ? {} : { body }),
  ...(shows ? { shows } : {}),
});

export const PAGE_ROUTES = {
  "get /pages": [ask("/pages", undefined, true), ask("/pages?compact=true", undefined, true)],
  "post /pages": [ask("/pages", { title: "Mine", parent: "marked" })],
  "get /pages/{identifier}": [ask("/pages/marked", undefined, true), ask("/pages/shown")],
  "put /pages/{identifier}": [ask("/pages/marked", { title: "Mine" })],
  "patch /pages/{identifier}": [ask("/pages/marked", {})],
  "delete /pages/{identifier}": [ask("/pages/m4rk3r-none")],
  "get /pages/{page_identifier}/permissions": [ask("/pages/marked/permissions")],
  "patch /pages/{page_identifier}/permissions": [ask("/pages/marked/permissions", {})],
  "post /pages/{page_identifier}/widgets": [ask("/pages/marked/widgets", { type: "my-entities" })],
  "patch /pages/{page_identifier}/widgets/{widget_id}": [ask("/pages/marked/widgets/text", {})],
  "delete /pages/{page_identifier}/widgets/{widget_id}": [ask("/pages/marked/widgets/none")],
  "post /pages/{page_identifier}/widgets/{widget_id}/data": [
    ask("/pages/shown/widgets/pie/data", {}, true),
    ask("/pages/marked/widgets/none/data", {}),
  ],
  "get /sidebars/catalog": [ask("/sidebars/catalog")],
  "post /sidebars/catalog/folders": [ask("/sidebars/catalog/folders", { title: "Mine", parent: "marked" })],
  "patch /sidebars/catalog/folders/{folder_identifier}": [ask("/sidebars/catalog/folders/marked", {})],
  "delete /sidebars/catalog/folders/{folder_identifier}": [ask("/sidebars/catalog/folders/marked")],
};
