"use client";

import { ArrowDown, ArrowUp, Pencil, Plus, X } from "lucide-react";
import { useState } from "react";
import { TextAt, useBound } from "@/components/definition-editor/bound-fields";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { Button } from "@/components/ui/button";
import { Fieldset } from "@/components/ui/field";
import type { Grid, Grouper, Widget, WidgetType } from "@/server/dashboards/core/widgets/union";
import type { Direction, Layout, Resize } from "../../layout/layout";
import { moved, repaired, resized, withNewRow, withoutWidget } from "../../layout/layout";
import { useBoard } from "../../board-context";
import { kindOfWidget } from "../../widgets/widget-kinds";
import { ArrangeButtons } from "../arrange-buttons";
import { newId } from "../board-draft";
import { heightFor, newWidget } from "../new-widgets";
import { KindList } from "../kind-list";
import type { ControlProps } from "./choice-controls";
import { useNested } from "./nested-context";

/** Chooses the kind of a widget to put into a group. */
function AddNested({ onAdd }: { onAdd: (type: WidgetType) => void }) {
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <Button size="sm" className="justify-self-start" onClick={() => setOpen(true)}>
        <Plus aria-hidden /> Add a widget here
      </Button>
    );
  return (
    <div className="grid gap-2 rounded-md border p-2">
      <KindList
        compact
        onChoose={(type) => {
          setOpen(false);
          onAdd(type);
        }}
      />
      <Button size="sm" variant="ghost" onClick={() => setOpen(false)}>
        Cancel
      </Button>
    </div>
  );
}

const nameOf = (widget: Widget): string => widget.title || kindOfWidget(widget.type).label;
const begun = (type: WidgetType, entitiesOf: string | null): Widget =>
  ({ ...newWidget(type, entitiesOf), id: newId() }) as unknown as Widget;

/** Groups of widgets behind tabs: named, ordered, filled. */
export function GroupsControl({ field, path }: ControlProps<"groups">) {
  const { value, set } = useBound(path);
  const groups = (value ?? []) as Grouper["groups"];
  return (
    <Fieldset legend={field.label}>
      <div className="grid gap-3">
        {groups.map((group, at) => (
          <div key={at} className="grid gap-3 rounded-md border p-3">
            <div className="flex items-end gap-2">
              <div className="min-w-0 flex-1">
                <TextAt path={[...path, at, "title"]} label={`Name of group ${at + 1}`} required />
              </div>
              <Button
                size="icon"
                variant="ghost"
                disabled={groups.length === 1}
                aria-label={`Remove group ${at + 1}`}
                onClick={() => set(groups.filter((_, index) => index !== at))}
              >
                <X aria-hidden />
              </Button>
            </div>
            <NestedList path={[...path, at, "widgets"]} widgets={group.widgets} />
          </div>
        ))}
        <Button
          size="sm"
          className="justify-self-start"
          onClick={() => set([...groups, { title: `Group ${groups.length + 1}`, widgets: [] }])}
        >
          <Plus aria-hidden /> Add a group
        </Button>
      </div>
    </Fieldset>
  );
}

function NestedList({ path, widgets }: { path: DefinitionPath; widgets: readonly Widget[] }) {
  const { set } = useBound(path);
  const { open } = useNested();
  const { entitiesOf } = useBoard();
  const swap = (a: number, b: number) => {
    const next = [...widgets];
    [next[a], next[b]] = [next[b]!, next[a]!];
    set(next);
  };
  return (
    <div className="grid gap-2">
      {widgets.map((widget, at) => (
        <div key={widget.id ?? at} className="bg-muted/40 flex items-center gap-1 rounded-md px-2 py-1">
          <span className="min-w-0 flex-1 truncate text-sm">{nameOf(widget)}</span>
          <Button
            size="icon-sm"
            variant="ghost"
            disabled={at === 0}
            aria-label={`Move ${nameOf(widget)} up`}
            onClick={() => swap(at, at - 1)}
          >
            <ArrowUp aria-hidden />
          </Button>
          <Button
            size="icon-sm"
            variant="ghost"
            disabled={at === widgets.length - 1}
            aria-label={`Move ${nameOf(widget)} down`}
            onClick={() => swap(at, at + 1)}
          >
            <ArrowDown aria-hidden />
          </Button>
          <Button
            size="icon-sm"
            variant="ghost"
            aria-label={`Edit ${nameOf(widget)}`}
            onClick={() => open([...path, at])}
          >
            <Pencil aria-hidden />
          </Button>
          <Button
            size="icon-sm"
            variant="ghost"
            aria-label={`Remove ${nameOf(widget)}`}
            onClick={() => set(widgets.filter((_, index) => index !== at))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      <AddNested
        onAdd={(type) => {
          set([...widgets, begun(type, entitiesOf)]);
          open([...path, widgets.length]);
        }}
      />
    </div>
  );
}

/** The widgets of a grid within a widget, with where each stands. */
export function GridControl({ field, path }: ControlProps<"grid">) {
  const gridPath = path.slice(0, -1);
  const { value, set } = useBound(gridPath);
  const { open } = useNested();
  const { entitiesOf } = useBoard();
  const grid = value as Grid;
  const ids = grid.widgets.flatMap(({ id }) => id ?? []);
  const layout = repaired(grid.layout, ids);
  const put = (next: Layout) => set({ ...grid, layout: next });
  return (
    <Fieldset legend={field.label}>
      <div className="grid gap-2">
        {grid.widgets.map((widget, at) => {
          const id = widget.id ?? "";
          return (
            <div key={id} className="grid gap-1 rounded-md border p-2">
              <div className="flex items-center gap-1">
                <span className="min-w-0 flex-1 truncate text-sm font-medium">{nameOf(widget)}</span>
                <Button
                  size="icon-sm"
                  variant="ghost"
                  aria-label={`Edit ${nameOf(widget)}`}
                  onClick={() => open([...path, at])}
                >
                  <Pencil aria-hidden />
                </Button>
                <Button
                  size="icon-sm"
                  variant="ghost"
                  aria-label={`Remove ${nameOf(widget)}`}
                  onClick={() =>
                    set({
                      ...grid,
                      widgets: grid.widgets.filter((one) => one !== widget),
                      layout: withoutWidget(layout, id),
                    })
                  }
                >
                  <X aria-hidden />
                </Button>
              </div>
              <ArrangeButtons
                name={nameOf(widget)}
                onMove={(direction: Direction) => put(moved(layout, id, direction))}
                onResize={(change: Resize) => put(resized(layout, id, change))}
              />
            </div>
          );
        })}
        <AddNested
          onAdd={(type) => {
            const widget = begun(type, entitiesOf);
            set({
              ...grid,
              widgets: [...grid.widgets, widget],
              layout: withNewRow(layout, widget.id ?? "", { height: heightFor(type) }),
            });
            open([...path, grid.widgets.length]);
          }}
        />
      </div>
    </Fieldset>
  );
}
