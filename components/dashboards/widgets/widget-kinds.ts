import {
  Activity,
  ChartBar,
  ChartLine,
  ChartPie,
  Coins,
  FileText,
  Gauge,
  Hash,
  History,
  IdCard,
  Layers,
  LayoutGrid,
  Link2,
  List,
  Network,
  PanelsTopLeft,
  Play,
  Rows3,
  ScrollText,
  Table2,
  User,
  Users,
  Workflow,
  Zap,
} from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { WidgetType } from "@/server/dashboards/core/widgets/union";

/** What a kind of widget is called, and what it is for in a sentence. */
export interface WidgetKind {
  type: WidgetType;
  label: string;
  sentence: string;
  group: "Figures" | "Catalog" | "Runs and actions" | "Text and links" | "People" | "Mine" | "Arrangement";
  icon: LucideIcon;
  /** Not offered for a new widget: taken over from elsewhere alone. */
  imported?: true;
}

const kind = (
  type: WidgetType,
  label: string,
  icon: LucideIcon,
  group: WidgetKind["group"],
  sentence: string,
): WidgetKind => ({ type, label, sentence, group, icon });

/** Every kind, in the order in which the gallery shows them. */
export const WIDGET_KINDS: readonly WidgetKind[] = [
  kind(
    "entities-number-chart",
    "Number",
    Hash,
    "Figures",
    "Counts entities, or sums up a property, as one number.",
  ),
  kind(
    "entities-pie-chart",
    "Pie chart",
    ChartPie,
    "Figures",
    "Shares of entities by the values of a property.",
  ),
  kind("bar-chart", "Bar chart", ChartBar, "Figures", "How many entities have each value of a property."),
  kind("line-chart", "Line chart", ChartLine, "Figures", "Counts and properties of entities over time."),
  kind(
    "metric",
    "Metric",
    Gauge,
    "Figures",
    "A metric of the insights pages: its value, course or breakdown.",
  ),
  kind("cost", "Cost", Coins, "Figures", "What was billed, as a sum, over time or by part."),
  kind("table-entities-explorer", "Table", Table2, "Catalog", "Entities of the catalog as a table."),
  kind(
    "table-entities-explorer-by-direction",
    "Related entities",
    Rows3,
    "Catalog",
    "What one entity is related to, a table for each blueprint.",
  ),
  kind(
    "graph-entities-explorer",
    "Graph",
    Network,
    "Catalog",
    "Entities and what they are related to, drawn.",
  ),
  kind("entity-info", "Entity", IdCard, "Catalog", "Properties of one entity."),
  kind(
    "entity-details",
    "Entity in detail",
    IdCard,
    "Catalog",
    "One entity with its owner and since when it is as it is.",
  ),
  kind("markdown", "Text", FileText, "Text and links", "Your own words, in Markdown, or those of an entity."),
  kind("links-widget", "Links", Link2, "Text and links", "Links to pages of the portal and elsewhere."),
  kind(
    "iframe-widget",
    "Embedded page",
    PanelsTopLeft,
    "Text and links",
    "A page from elsewhere; the portal shows a link to it, since it draws no foreign pages within its own.",
  ),
  kind("action-card-widget", "Action cards", Zap, "Runs and actions", "Actions to begin from this page."),
  kind(
    "action-runs-table-widget",
    "Runs of an action",
    Play,
    "Runs and actions",
    "The latest runs of one action.",
  ),
  kind("runs-table", "Runs", Activity, "Runs and actions", "Runs by action, entity or person."),
  kind("run-info", "One run", Play, "Runs and actions", "State, time and outcome of a run."),
  kind("table-audit-log", "Audit log", ScrollText, "Runs and actions", "What was changed, by whom and when."),
  kind("users-table", "People", Users, "People", "People of the portal, or of a team."),
  kind("teams-table", "Teams", Users, "People", "Teams, or those of a person."),
  kind("user-info", "One person", User, "People", "A person and their teams."),
  kind("team-info", "One team", Users, "People", "A team and its members."),
  kind("my-entities", "My entities", Layers, "Mine", "What the teams of the reader own."),
  kind("recently-viewed-entities", "Recently viewed", History, "Mine", "What the reader looked at last."),
  kind(
    "recently-used-actions",
    "Recently used actions",
    History,
    "Mine",
    "Actions that the reader ran last.",
  ),
  kind("grouper", "Tabs", List, "Arrangement", "Several widgets in one place, behind tabs or a choice."),
  kind("dashboard-widget", "Grid", LayoutGrid, "Arrangement", "A grid of widgets within a widget."),
  {
    ...kind(
      "ai-agent",
      "AI agent",
      Workflow,
      "Arrangement",
      "An agent of another portal; kept, and not shown.",
    ),
    imported: true,
  },
  {
    ...kind(
      "workflow-runs-history-table",
      "Workflow runs",
      Workflow,
      "Arrangement",
      "Workflow runs of another portal; kept, and not shown.",
    ),
    imported: true,
  },
];

const byType = new Map(WIDGET_KINDS.map((one) => [one.type, one]));

/** What is known of a kind; of one that is not, that it is a widget. */
export const kindOfWidget = (type: WidgetType): WidgetKind =>
  byType.get(type) ?? kind(type, "Widget", LayoutGrid, "Arrangement", "");

export const KIND_GROUPS = [...new Set(WIDGET_KINDS.map(({ group }) => group))];
