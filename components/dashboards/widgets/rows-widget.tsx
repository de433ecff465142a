import { FigureTable } from "@/components/charts/figure-table";
import { EmptyState } from "@/components/states/states";
import { ButtonLink } from "@/components/ui/button";
import type { WidgetData } from "@/server/dashboards/core/data";
import { Notes } from "./notes";

/** A list of runs, people, teams or what was recorded, with the way to all of it. */
export function RowsWidget({ data }: { data: Extract<WidgetData, { kind: "rows" }> }) {
  const { table, href, emptyText, notes } = data;
  return (
    <div className="grid gap-2 p-3">
      {table.rows.length === 0 ? (
        <EmptyState size="inline" title={emptyText ?? "There is nothing to list"} />
      ) : (
        <FigureTable figure={table} />
      )}
      <Notes notes={notes} />
      {(href || table.more) && (
        <p className="flex flex-wrap items-center gap-2 text-xs">
          {table.more ? <span className="text-muted-foreground">and {table.more} more</span> : null}
          {href && (
            <ButtonLink size="sm" variant="ghost" href={href} className="ml-auto">
              See all
            </ButtonLink>
          )}
        </p>
      )}
    </div>
  );
}
