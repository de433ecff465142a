import type { Issue } from "@/server/kernel/errors";
import { type GivenDefinition, MAX_WIDGET_DEPTH, MAX_WIDGETS, type PageDefinition } from "../schema";
import type { Layout, Widget } from "./widgets/union";

type Path = (string | number)[];

const STAMPS = ["createdAt", "createdBy", "updatedAt", "updatedBy"];
/** Heights of rows that nobody has set, in pixels. */
const HEIGHTS: Partial<Record<Widget["type"], number>> = {
  "entities-number-chart": 200,
  metric: 260,
  cost: 260,
  markdown: 260,
  "action-card-widget": 240,
  "links-widget": 240,
};
const HEIGHT = 400;

/** The widgets of a group or grid, with the path to each list; none of anything else. */
function listsIn(widget: Widget): { path: Path; widgets: Widget[] }[] {
  if (widget.type === "dashboard-widget") return [{ path: ["widgets"], widgets: widget.widgets }];
  if (widget.type !== "grouper") return [];
  return widget.groups.map((group, i) => ({ path: ["groups", i, "widgets"], widgets: group.widgets }));
}

/** Every widget of a page, those in groups and grids too, each after the one that it is in. */
export function allWidgets(widgets: readonly Widget[]): Widget[] {
  return widgets.flatMap((widget) => [
    widget,
    ...listsIn(widget).flatMap((list) => allWidgets(list.widgets)),
  ]);
}

/** The widget of an id, wherever on the page it is. */
export const widgetOf = (definition: PageDefinition, id: string): Widget | undefined =>
  allWidgets(definition.widgets).find((widget) => widget.id === id);

/** The page without a widget, and without its place; null when there is none of that id. */
export function withoutWidget(definition: PageDefinition, id: string): PageDefinition | null {
  return replaced(definition, id, null);
}

/** The page with another widget in the place of the one of that id; null when there is none. */
export const withWidget = (definition: PageDefinition, id: string, widget: Widget): PageDefinition | null =>
  replaced(definition, id, { ...widget, id });

function replaced(definition: PageDefinition, id: string, by: Widget | null): PageDefinition | null {
  if (!widgetOf(definition, id)) return null;
  const inList = (widgets: Widget[]): Widget[] =>
    widgets.flatMap((widget): Widget[] => {
      if (widget.id === id) return by ? [by] : [];
      if (widget.type === "dashboard-widget")
        return [{ ...widget, widgets: inList(widget.widgets), layout: inLayout(widget.layout) }];
      if (widget.type !== "grouper") return [widget];
      const groups = widget.groups.map((group) => ({ ...group, widgets: inList(group.widgets) }));
      return [{ ...widget, groups }];
    });
  const inLayout = (layout: Layout): Layout =>
    by
      ? layout
      : layout.flatMap((row) => {
          const columns = row.columns.filter((column) => column.id !== id);
          return columns.length ? [{ ...row, columns }] : [];
        });
  return { ...definition, widgets: inList(definition.widgets), layout: inLayout(definition.layout) };
}

/**
 * A definition as it is stored: every widget has an id of its own and a place, and no stamps. Out: what is wrong with it, with
 * paths, where it cannot be.
 */
export function settleDefinition(input: GivenDefinition): { definition: PageDefinition; issues: Issue[] } {
  const issues: Issue[] = [];
  const given = input.widgets;
  const all = allWidgets(given);
  if (all.length > MAX_WIDGETS)
    issues.push({
      path: ["widgets"],
      message: `A page has at most ${MAX_WIDGETS} widgets, with those in groups; these are ${all.length}. Make two pages of it.`,
    });
  const taken = new Set(all.flatMap((widget) => widget.id ?? []));
  const seen = new Set<string>();
  let next = 1;
  const newId = () => {
    while (taken.has(`w${next}`)) next += 1;
    taken.add(`w${next}`);
    return `w${next}`;
  };
  const settle = (widget: Widget, path: Path, depth: number): Widget => {
    const bare = Object.fromEntries(
      Object.entries(widget).filter(([name, value]) => !STAMPS.includes(name) && value !== undefined),
    ) as unknown as Widget;
    if (bare.id !== undefined && seen.has(bare.id))
      issues.push({ path: [...path, "id"], message: `Another widget has the id "${bare.id}" already.` });
    const id = bare.id ?? newId();
    seen.add(id);
    if (bare.type !== "dashboard-widget" && bare.type !== "grouper") return { ...bare, id };
    if (depth >= MAX_WIDGET_DEPTH) {
      issues.push({ path, message: `Groups and grids are nested at most ${MAX_WIDGET_DEPTH - 1} deep.` });
      return { ...bare, id };
    }
    const list = (widgets: Widget[], at: Path) =>
      widgets.map((one, i) => settle(one, [...path, ...at, i], depth + 1));
    if (bare.type === "grouper")
      return {
        ...bare,
        id,
        groups: bare.groups.map((group, i) => ({
          ...group,
          widgets: list(group.widgets, ["groups", i, "widgets"]),
        })),
      };
    const widgets = list(bare.widgets, ["widgets"]);
    const layout = settleLayout(bare.layout, widgets, [...path, "layout"], issues);
    return { ...bare, id, widgets, layout };
  };
  const widgets = given.map((widget, i) => settle(widget, ["widgets", i], 1));
  const layout = settleLayout(input.layout ?? [], widgets, ["layout"], issues);
  const { filters, range } = input;
  return {
    definition: { widgets, layout, ...(filters?.length ? { filters } : {}), ...(range ? { range } : {}) },
    issues: issues.slice(0, 100),
  };
}

/** Every widget has one place; those without get a row of their own at the end. */
function settleLayout(layout: Layout, widgets: Widget[], path: Path, issues: Issue[]): Layout {
  const ids = new Set(widgets.map(({ id }) => id));
  const placed = new Set<string>();
  for (const [r, { columns }] of layout.entries()) {
    const size = columns.reduce((sum, column) => sum + column.size, 0);
    if (size > 12)
      issues.push({
        path: [...path, r, "columns"],
        message: `A row has twelve parts, and these columns take ${size}. Make one narrower, or put it into another row.`,
      });
    for (const [c, { id }] of columns.entries()) {
      const at = [...path, r, "columns", c, "id"];
      if (!ids.has(id)) issues.push({ path: at, message: `There is no widget "${id}" here.` });
      else if (placed.has(id)) issues.push({ path: at, message: `The widget "${id}" has a place already.` });
      placed.add(id);
    }
  }
  const missing = widgets.filter(({ id }) => !placed.has(id!));
  return [
    ...layout,
    ...missing.map(({ id, type }) => ({
      height: HEIGHTS[type] ?? HEIGHT,
      columns: [{ id: id!, size: 12 }],
    })),
  ];
}
