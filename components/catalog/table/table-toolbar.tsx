"use client";

import { Group, ListFilter } from "lucide-react";
import dynamic from "next/dynamic";
import { useId } from "react";
import { TableFilter } from "@/components/data-table/table-filter";
import { countRules } from "@/components/query/query-change";
import type { QueryField } from "@/components/query/fields";
import { Button } from "@/components/ui/button";
import { CountBadge } from "@/components/ui/badge";
import { Select } from "@/components/ui/select";
import type { SavedView } from "@/server/catalog/core/view-schema";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { canGroup } from "./column-abilities";
import type { TableState } from "./table-state";
import { ViewMenu } from "./view-menu";

const loadPanel = () => import("./filter-panel").then((module) => module.FilterPanel);
const FilterPanel = dynamic(loadPanel, { ssr: false });
// With something in its place while it loads: without, the whole page would wait for it.
const QueryChips = dynamic(
  () => import("@/components/query/query-chips").then((module) => module.QueryChips),
  {
    loading: () => <div className="h-6" />,
  },
);

/** Whether the filter is open, and the field that a new condition begins with. */
export type Filtering = { begin?: QueryField } | null;

interface TableToolbarProps {
  blueprint: BlueprintDefinition;
  noun: string;
  fields: readonly QueryField[];
  state: TableState;
  onState: (change: Partial<TableState>) => void;
  views: readonly SavedView[];
  view: SavedView | undefined;
  onView: (view: SavedView | undefined) => void;
  filtering: Filtering;
  onFiltering: (filtering: Filtering) => void;
  error: unknown;
  note?: string;
}

const UNGROUPED = " ";

/** View, words, filter and groups of a table, and below them what is filtered. */
export function TableToolbar(props: TableToolbarProps) {
  const { blueprint, noun, fields, state, onState, filtering, onFiltering } = props;
  const panelId = useId();
  const rules = countRules(state.query);
  const groupable = fields.filter(({ id }) => canGroup(id, fields));
  return (
    <>
      <ViewMenu
        blueprint={blueprint.identifier}
        plainTitle="All"
        views={props.views}
        current={props.view}
        state={state}
        onShow={props.onView}
      />
      <TableFilter label={`Filter ${noun}`} value={state.text} onChange={(text) => onState({ text })} />
      <Button
        aria-expanded={filtering !== null}
        aria-controls={panelId}
        onPointerEnter={() => void loadPanel()}
        onClick={() => onFiltering(filtering ? null : {})}
      >
        <ListFilter aria-hidden className="size-3.5" /> Filter
        <CountBadge count={rules} label="conditions" />
      </Button>
      <div className="relative flex items-center">
        <Group
          aria-hidden
          className="text-muted-foreground pointer-events-none absolute left-2.5 z-10 size-3.5"
        />
        <Select
          label="Group by"
          className="w-40 [&_select]:pl-8"
          options={[
            { value: UNGROUPED, label: "No groups" },
            ...groupable.map(({ id, title }) => ({ value: id, label: `By ${title.toLowerCase()}` })),
          ]}
          value={state.group ?? UNGROUPED}
          onValueChange={(id) => onState({ group: id === UNGROUPED ? null : id })}
        />
      </div>
      {(filtering || rules > 0 || props.note) && (
        <div className="order-last grid w-full gap-2">
          {filtering ? (
            <FilterPanel
              key={filtering.begin?.id ?? ""}
              id={panelId}
              begin={filtering.begin}
              blueprint={blueprint.identifier}
              query={state.query}
              onChange={(query) => onState({ query })}
              onClose={() => onFiltering(null)}
              error={props.error}
            />
          ) : (
            <QueryChips
              query={state.query}
              fields={fields}
              onEdit={() => onFiltering({})}
              onRemove={(index) =>
                onState({
                  query: { ...state.query, rules: state.query.rules.filter((_, at) => at !== index) },
                })
              }
            />
          )}
          {props.note && <p className="text-muted-foreground text-xs">{props.note}</p>}
        </div>
      )}
    </>
  );
}
