"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, EyeOff, Group, ListFilter } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useState } from "react";
import type { SortState } from "@/components/data-table/columns";
import { PropertyCell } from "@/components/properties/property-cell";
import type { QueryField } from "@/components/query/fields";
import { valueDefinition } from "@/components/query/subject";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { formatCount } from "@/components/ui/format";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTitle } from "@/components/ui/popover";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { withoutLink } from "./column-abilities";
import { quickOf, withoutQuick, withQuick } from "./quick-filter";
import { listInput } from "./table-query";
import type { TableState } from "./table-state";

interface HeaderPanelProps {
  anchor: HTMLElement | null;
  onClose: () => void;
  blueprint: BlueprintDefinition;
  /** What the column is of; undefined for one that cannot be filtered. */
  field: QueryField | undefined;
  header: string;
  columnId: string;
  sortable: boolean;
  groupable: boolean;
  facets: boolean;
  /** Absent for the title, which stays where it is. */
  onHide?: (() => void) | undefined;
  onMove?: ((step: -1 | 1) => void) | undefined;
  state: TableState;
  onState: (change: Partial<TableState>) => void;
  /** Opens the filter with a condition on this column. */
  onCondition: (field: QueryField) => void;
}

/** Values beyond this are not listed: a condition finds them. */
const FACETS = 50;
const SEARCH_FROM = 9;

/** What can be done with a column: order, group, move, hide, and filter by its values with how many have each. */
export function HeaderPanel(props: HeaderPanelProps) {
  const { anchor, onClose, field, header, columnId, state, onState } = props;
  const sortBy = (direction: SortState["direction"]) => {
    onState({ sort: [{ column: columnId, direction }] });
    onClose();
  };
  const also = (direction: SortState["direction"]) => {
    onState({
      sort: [...state.sort.filter(({ column }) => column !== columnId), { column: columnId, direction }],
    });
    onClose();
  };
  const others = state.sort.some(({ column }) => column !== columnId);
  return (
    <Popover open={anchor !== null} onOpenChange={(open) => !open && onClose()}>
      <PopoverContent anchor={anchor} finalFocus={() => anchor} className="grid w-64 gap-1 p-1.5">
        <PopoverTitle className="truncate px-2 pt-1 text-xs font-semibold">{header}</PopoverTitle>
        <div className="grid">
          {props.sortable && (
            <>
              <Command icon={ArrowUp} onClick={() => sortBy("asc")}>
                Sort ascending
              </Command>
              <Command icon={ArrowDown} onClick={() => sortBy("desc")}>
                Sort descending
              </Command>
              {others && (
                <Command icon={ArrowUp} onClick={() => also("asc")}>
                  Then sort by this
                </Command>
              )}
            </>
          )}
          {props.groupable && (
            <Command
              icon={Group}
              onClick={() => {
                onState({ group: state.group === columnId ? null : columnId });
                onClose();
              }}
            >
              {state.group === columnId ? "Ungroup" : "Group by this"}
            </Command>
          )}
          {props.onMove && (
            <>
              <Command icon={ArrowLeft} onClick={() => props.onMove?.(-1)}>
                Move left
              </Command>
              <Command icon={ArrowRight} onClick={() => props.onMove?.(1)}>
                Move right
              </Command>
            </>
          )}
          {props.onHide && (
            <Command
              icon={EyeOff}
              onClick={() => {
                props.onHide?.();
                onClose();
              }}
            >
              Hide column
            </Command>
          )}
          {field && (
            <Command
              icon={ListFilter}
              onClick={() => {
                props.onCondition(field);
                onClose();
              }}
            >
              Filter by condition…
            </Command>
          )}
        </div>
        {field && props.facets && <Facets {...props} field={field} />}
      </PopoverContent>
    </Popover>
  );
}

function Command({
  icon: Icon,
  onClick,
  children,
}: {
  icon: LucideIcon;
  onClick: () => void;
  children: string;
}) {
  return (
    <Button variant="ghost" size="sm" onClick={onClick} className="justify-start font-normal sm:text-sm">
      <Icon aria-hidden className="text-muted-foreground size-3.5" /> {children}
    </Button>
  );
}

function Facets({ blueprint, field, state, onState }: HeaderPanelProps & { field: QueryField }) {
  const trpc = useTRPC();
  const [search, setSearch] = useState("");
  // What this column filters itself is left out: the others remain to be picked.
  const { query, text } = listInput(blueprint, { ...state, query: withoutQuick(state.query, field) });
  const facets = useQuery(
    trpc.catalog.entities.facets.queryOptions({
      blueprint: blueprint.identifier,
      by: [field.id],
      limit: FACETS,
      ...(query && { query }),
      ...(text && { text }),
    }),
  );
  const picked = quickOf(state.query, field) ?? { values: [], empty: false };
  const isPicked = (value: unknown) => (value === null ? picked.empty : picked.values.includes(value));
  const toggle = (value: unknown, on: boolean) => {
    const values = picked.values.filter((one) => one !== value);
    onState({
      query: withQuick(
        state.query,
        field,
        value === null ? { ...picked, empty: on } : { ...picked, values: on ? [...values, value] : values },
      ),
    });
  };
  return (
    <div className="border-t pt-1.5">
      <QueryState query={facets} what="values" size="inline">
        {(data) => {
          const counted = data.facets[field.id] ?? [];
          // What is picked stays in sight, also when nothing has it any more.
          const missing = picked.values.filter((value) => !counted.some((one) => one.value === value));
          const all = [...counted, ...missing.map((value) => ({ value, count: 0 }))];
          const shown = all.filter(({ value }) =>
            String(value ?? "no value")
              .toLowerCase()
              .includes(search.trim().toLowerCase()),
          );
          return (
            <>
              {all.length >= SEARCH_FROM && (
                <Input
                  aria-label="Find a value"
                  placeholder="Find a value…"
                  className="mb-1"
                  value={search}
                  onChange={(event) => setSearch(event.target.value)}
                />
              )}
              {all.length === 0 && (
                <p className="text-muted-foreground px-2 py-1 text-xs">No entity has a value here.</p>
              )}
              <ul aria-label="Values" className="max-h-56 overflow-y-auto">
                {shown.map(({ value, count }) => (
                  <li key={JSON.stringify(value)}>
                    <label className="hover:bg-accent flex h-8 cursor-pointer items-center gap-2 rounded-sm px-2 text-sm">
                      <Checkbox
                        checked={isPicked(value)}
                        onCheckedChange={(on) => toggle(value, on)}
                        aria-label={`${value === null ? "No value" : String(value as string)}, ${formatCount(count)}`}
                      />
                      <span className="min-w-0 flex-1 truncate">
                        {value === null ? (
                          <span className="text-muted-foreground">No value</span>
                        ) : (
                          <PropertyCell definition={withoutLink(valueDefinition(field))} value={value} />
                        )}
                      </span>
                      <span className="text-muted-foreground tabular text-xs">{formatCount(count)}</span>
                    </label>
                  </li>
                ))}
              </ul>
              {counted.length === FACETS && (
                <p className="text-muted-foreground px-2 pt-1 text-xs">
                  The {FACETS} most frequent. Find others by a condition.
                </p>
              )}
            </>
          );
        }}
      </QueryState>
    </div>
  );
}
