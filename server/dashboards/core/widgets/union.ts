import { z } from "zod";
import { strict } from "@/server/catalog/core/strict";
import { barChart, costWidget, lineChart, metricWidget, numberChart, pieChart } from "./charts";
import { entityWidgets } from "./entities";
import { otherWidgets } from "./other";
import { common, words } from "./parts";

/** Rows of columns: how high each row is in pixels, and how many of its twelve parts each widget takes. */
export const layoutSchema = z
  .array(
    strict({
      height: z
        .number()
        .min(80, "A row is at least 80 pixels high.")
        .max(4000, "A row is at most 4,000 pixels high."),
      columns: z
        .array(
          strict({
            /** The id of a widget. */
            id: z.string().min(1).max(100),
            size: z
              .number()
              .int("Use whole parts.")
              .min(1, "At least one of twelve parts.")
              .max(12, "There are twelve parts."),
          }),
        )
        .min(1, "A row has at least one column.")
        .max(12, "A row has at most twelve columns."),
    }),
  )
  .max(200, "A page has at most 200 rows.");
export type Layout = z.infer<typeof layoutSchema>;

const leafSchema = z.discriminatedUnion("type", [
  numberChart,
  pieChart,
  barChart,
  lineChart,
  metricWidget,
  costWidget,
  ...entityWidgets,
  ...otherWidgets,
]);
export type Leaf = z.infer<typeof leafSchema>;

type Common = { [K in keyof typeof common]?: z.infer<(typeof common)[K]> };
/** Widgets in tabs or behind a switch. */
export interface Grouper extends Common {
  type: "grouper";
  displayMode: "tabs" | "switch";
  activeGroupUrlParam?: string | undefined;
  groupsOrder?: string[] | undefined;
  groups: { title: string; icon?: string | undefined; widgets: Widget[] }[];
}
/** A grid of widgets within a page or a tab. */
export interface Grid extends Common {
  type: "dashboard-widget";
  layout: Layout;
  widgets: Widget[];
}
export type Widget = Leaf | Grouper | Grid;
export type WidgetType = Widget["type"];

/** Those of one group or grid; how many there are altogether is checked for the whole page. */
const widgets: z.ZodType<Widget[]> = z.lazy(() => z.array(widgetSchema).max(200));

const grouper = strict({
  ...common,
  type: z.literal("grouper"),
  displayMode: z.enum(["tabs", "switch"]),
  activeGroupUrlParam: words(100).optional(),
  groupsOrder: z.array(words(200)).max(50).optional(),
  groups: z
    .array(strict({ title: words(200).min(1, "Name the group."), icon: words(100).optional(), widgets }))
    .min(1, "Needs at least one group.")
    .max(50, "Has at most 50 groups."),
});
const grid = strict({ ...common, type: z.literal("dashboard-widget"), layout: layoutSchema, widgets });

/** Any widget of a page, in the published shapes; `metric` and `cost` are the portal's own. */
export const widgetSchema: z.ZodType<Widget> = z.discriminatedUnion("type", [
  ...leafSchema.options,
  grouper,
  grid,
]) as unknown as z.ZodType<Widget>;

/** Every type there is, in the order in which an editor offers them. */
export const WIDGET_TYPES = [
  "entities-number-chart",
  "entities-pie-chart",
  "bar-chart",
  "line-chart",
  "metric",
  "cost",
  "table-entities-explorer",
  "table-entities-explorer-by-direction",
  "graph-entities-explorer",
  "entity-info",
  "entity-details",
  "markdown",
  "links-widget",
  "iframe-widget",
  "action-card-widget",
  "action-runs-table-widget",
  "runs-table",
  "run-info",
  "table-audit-log",
  "users-table",
  "teams-table",
  "user-info",
  "team-info",
  "my-entities",
  "recently-viewed-entities",
  "recently-used-actions",
  "grouper",
  "dashboard-widget",
  "ai-agent",
  "workflow-runs-history-table",
] as const satisfies readonly WidgetType[];
