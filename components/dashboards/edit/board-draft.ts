import type { Layout as StoredLayout, Widget } from "@/server/dashboards/core/widgets/union";
import type { PageDefinition } from "@/server/dashboards/schema";
import type { Layout, LayoutRow } from "../layout/layout";
import { placeOf, repaired, withNewRow, withWidgetAfter, withoutWidget } from "../layout/layout";
import type { PageView } from "../pages/page-types";

/**
 * A page while it is edited. Widgets stand by id, so that two people's changes to different ones are told apart; where they
 * stand says the layout alone.
 */
export interface BoardDraft {
  title: string;
  icon: string | null;
  description: string | null;
  widgets: Record<string, Widget>;
  layout: LayoutRow[];
  filters?: PageDefinition["filters"];
  range?: PageDefinition["range"];
}

/** A page as text and as a file has it. */
export interface BoardDocument {
  title: string;
  icon?: string | undefined;
  description?: string | undefined;
  definition: {
    widgets: Widget[];
    layout: StoredLayout;
    filters?: PageDefinition["filters"];
    range?: PageDefinition["range"];
  };
}

const byId = (widgets: readonly Widget[]): Record<string, Widget> =>
  Object.fromEntries(widgets.flatMap((widget) => (widget.id === undefined ? [] : [[widget.id, widget]])));

/** What editing a stored page begins with. */
export function draftOf(page: Pick<PageView, "title" | "icon" | "description" | "definition">): BoardDraft {
  const { widgets, layout, filters, range } = page.definition;
  const named = byId(widgets);
  return {
    title: page.title,
    icon: page.icon,
    description: page.description,
    widgets: named,
    layout: repaired(layout, Object.keys(named)),
    ...(filters && { filters }),
    ...(range && { range }),
  };
}

/** The page as it is stored: its widgets in the order in which they are read. */
export function documentOf(draft: BoardDraft): BoardDocument {
  const layout = repaired(draft.layout, Object.keys(draft.widgets));
  const widgets = layout.flatMap(({ columns }) => columns.flatMap(({ id }) => draft.widgets[id] ?? []));
  return {
    title: draft.title,
    ...(draft.icon !== null && { icon: draft.icon }),
    ...(draft.description !== null && { description: draft.description }),
    definition: {
      widgets,
      layout,
      ...(draft.filters && { filters: draft.filters }),
      ...(draft.range && { range: draft.range }),
    },
  };
}

/** The draft that a text stands for. Widgets without an id get one. */
export function draftFrom({ title, icon, description, definition }: BoardDocument): BoardDraft {
  const widgets = definition.widgets.map((widget) => (widget.id ? widget : { ...widget, id: newId() }));
  return draftOf({
    title,
    icon: icon ?? null,
    description: description ?? null,
    definition: { ...definition, widgets },
  });
}

/** Whether what a browser has kept is a draft of a page. */
export function isBoardDraft(value: unknown): value is BoardDraft {
  if (typeof value !== "object" || value === null) return false;
  const { title, widgets, layout } = value as Partial<BoardDraft>;
  return (
    typeof title === "string" && typeof widgets === "object" && widgets !== null && Array.isArray(layout)
  );
}

export const newId = (): string => `w${crypto.randomUUID().replaceAll("-", "").slice(0, 10)}`;

/** With another widget in a row of its own at the end, or right after one. */
export function withAdded(
  draft: BoardDraft,
  widget: Widget,
  id: string,
  height: number,
  after?: string,
): BoardDraft {
  return {
    ...draft,
    widgets: { ...draft.widgets, [id]: { ...widget, id } },
    layout:
      after === undefined
        ? withNewRow(draft.layout, id, { height })
        : withWidgetAfter(draft.layout, id, after),
  };
}

export const withLayout = (draft: BoardDraft, layout: Layout): BoardDraft =>
  layout === draft.layout ? draft : { ...draft, layout: [...layout] };

export function withRemoved(draft: BoardDraft, id: string): BoardDraft {
  const { [id]: _gone, ...widgets } = draft.widgets;
  return { ...draft, widgets, layout: withoutWidget(draft.layout, id) };
}

/** Brings a removed widget back: to its place while nothing was moved since, else to the end. */
export function withRestored(draft: BoardDraft, before: BoardDraft, id: string): BoardDraft {
  const widget = before.widgets[id];
  if (!widget || draft.widgets[id]) return draft;
  const untouched = JSON.stringify(draft.layout) === JSON.stringify(withoutWidget(before.layout, id));
  const place = placeOf(before.layout, id);
  const height = place ? before.layout[place.row]?.height : undefined;
  const all: Record<string, Widget> = { ...draft.widgets, [id]: widget };
  // In the order of before: a page that is as it was stored counts as unchanged.
  const keys = [...Object.keys(before.widgets).filter((key) => all[key]), ...Object.keys(all)];
  return {
    ...draft,
    widgets: Object.fromEntries(keys.flatMap((key) => (all[key] ? [[key, all[key]]] : []))),
    layout: untouched ? before.layout : withNewRow(draft.layout, id, height === undefined ? {} : { height }),
  };
}

/** A copy of a widget whose parts have ids of their own. */
export function copyOf(widget: Widget): Widget {
  const fresh = (one: Widget): Widget => {
    const id = newId();
    if (one.type === "grouper")
      return {
        ...one,
        id,
        groups: one.groups.map((group) => ({ ...group, widgets: group.widgets.map(fresh) })),
      };
    if (one.type !== "dashboard-widget") return { ...one, id };
    const widgets = one.widgets.map(fresh);
    const idOf = new Map(one.widgets.map((inner, at) => [inner.id, widgets[at]?.id ?? ""]));
    const layout = one.layout.map((row) => ({
      ...row,
      columns: row.columns.map((column) => ({ ...column, id: idOf.get(column.id) ?? column.id })),
    }));
    return { ...one, id, widgets, layout };
  };
  return fresh(widget);
}
