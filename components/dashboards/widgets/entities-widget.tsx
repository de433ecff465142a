"use client";

import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { EmptyState } from "@/components/states/states";
import { Tabs, TabsList, TabsPanel, TabsTab } from "@/components/ui/tabs";
import type { WidgetData } from "@/server/dashboards/core/data";
import { Notes } from "./notes";
import { SliceTable } from "./slice-table";

type Entities = Extract<WidgetData, { kind: "entities" }>;

/** Tables of the catalog: one, or several in tabs. */
export function EntitiesWidget({ data, title }: { data: Entities; title: string }) {
  return (
    <>
      <Tables data={data} title={title} />
      {data.notes.length > 0 && (
        <div className="px-3 pb-3">
          <Notes notes={data.notes} />
        </div>
      )}
    </>
  );
}

function Tables({ data, title }: { data: Entities; title: string }) {
  const { tables, emptyText } = data;
  const [first] = tables;
  if (!first) return <EmptyState size="inline" title={emptyText ?? "There is nothing to list"} />;
  const keyOf = (table: Entities["tables"][number]) =>
    JSON.stringify([table.blueprint, table.query, table.state]);
  if (tables.length === 1) return <SliceTable key={keyOf(first)} table={first} emptyText={emptyText} />;
  return (
    <Tabs defaultValue="0">
      <TabsList label={title} className="px-3">
        {tables.map((table, at) => (
          <TabsTab key={keyOf(table)} value={String(at)}>
            <NamedIcon name={table.icon} className="text-muted-foreground" /> {table.title}
          </TabsTab>
        ))}
      </TabsList>
      {tables.map((table, at) => (
        <TabsPanel key={keyOf(table)} value={String(at)}>
          <SliceTable table={table} emptyText={emptyText} />
        </TabsPanel>
      ))}
    </Tabs>
  );
}
