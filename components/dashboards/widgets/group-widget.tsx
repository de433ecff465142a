"use client";

import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { EmptyState } from "@/components/states/states";
import { Select } from "@/components/ui/select";
import { Tabs, TabsList, TabsPanel, TabsTab } from "@/components/ui/tabs";
import type { Grid, Grouper, Widget } from "@/server/dashboards/core/widgets/union";
import { BoardGrid } from "../layout/board-grid";
import { repaired } from "../layout/layout";
import { WidgetCard } from "./widget-card";

/** Widgets behind tabs or a choice. Which group is open may be a part of the address. */
export function GroupWidget({ widget, title }: { widget: Grouper; title: string }) {
  const param = widget.activeGroupUrlParam;
  const asked = useSearchParams().get(param ?? "");
  const order = widget.groupsOrder ?? [];
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const groups = [...widget.groups].sort((a, b) => rank(a.title) - rank(b.title));
  const [open, setOpen] = useState(asked ?? groups[0]?.title ?? "");
  const shown = groups.find((group) => group.title === open) ?? groups[0];
  const choose = (name: string) => {
    setOpen(name);
    if (!param) return;
    const search = new URLSearchParams(window.location.search);
    search.set(param, name);
    window.history.replaceState(null, "", `?${search}`);
  };
  if (!shown) return <EmptyState size="inline" title="This group is empty" />;
  if (widget.displayMode === "switch")
    return (
      <div className="grid gap-3 p-3">
        <Select
          label={title}
          className="w-56"
          options={groups.map((group) => ({ value: group.title, label: group.title }))}
          value={shown.title}
          onValueChange={choose}
        />
        <Stack widgets={shown.widgets} />
      </div>
    );
  return (
    <Tabs value={shown.title} onValueChange={choose}>
      <TabsList label={title} className="px-3">
        {groups.map((group) => (
          <TabsTab key={group.title} value={group.title}>
            {group.icon && <NamedIcon name={group.icon} className="text-muted-foreground" />} {group.title}
          </TabsTab>
        ))}
      </TabsList>
      {groups.map((group) => (
        <TabsPanel key={group.title} value={group.title} className="p-3">
          <Stack widgets={group.widgets} />
        </TabsPanel>
      ))}
    </Tabs>
  );
}

function Stack({ widgets }: { widgets: readonly Widget[] }) {
  if (widgets.length === 0) return <EmptyState size="inline" title="There is no widget in this group" />;
  return (
    <div className="grid gap-3">
      {widgets.map((widget, at) => (
        <WidgetCard key={widget.id ?? at} widget={widget} nested />
      ))}
    </div>
  );
}

/** A grid of widgets within a widget. */
export function GridWidget({ widget }: { widget: Grid }) {
  const ids = widget.widgets.flatMap(({ id }) => id ?? []);
  if (ids.length === 0) return <EmptyState size="inline" title="There is no widget in this grid" />;
  return (
    <div className="p-3">
      <BoardGrid layout={repaired(widget.layout, ids)}>
        {(id) => {
          const inner = widget.widgets.find((one) => one.id === id);
          return inner ? <WidgetCard widget={inner} nested /> : null;
        }}
      </BoardGrid>
    </div>
  );
}
