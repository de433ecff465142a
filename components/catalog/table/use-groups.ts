"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { createElement, useState } from "react";
import type { RowGroup } from "@/components/data-table/columns";
import { PropertyCell } from "@/components/properties/property-cell";
import type { QueryField } from "@/components/query/fields";
import { valueDefinition } from "@/components/query/subject";
import { useTRPC } from "@/components/trpc/provider";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { EntityRow } from "../catalog-types";
import { withoutLink } from "./column-abilities";
import { ruleOfValue } from "./quick-filter";
import { listInput, withCondition } from "./table-query";
import type { TableState } from "./table-state";

/** Groups beyond this are not drawn: a filter leads to them. */
export const MAX_GROUPS = 100;
/** Rows of a group at first, and with each press on "more". */
const GROUP_ROWS = 20;
const MAX_ROWS = 1000;
/** Groups are open from the top until so many rows are in sight. */
const OPEN_ROWS = 60;

interface Groups {
  groups: RowGroup<EntityRow>[] | undefined;
  error: unknown;
  total: number | undefined;
  totalIsExact: boolean | undefined;
  /** Whether there are more groups than are drawn. */
  cut: boolean;
  refetch: () => void;
}

/** Rows by the values of a property, with how many have each; each open group has its rows from the server. */
export function useGroups(
  blueprint: BlueprintDefinition,
  state: TableState,
  field: QueryField | undefined,
): Groups {
  const trpc = useTRPC();
  const [toggled, setToggled] = useState<Readonly<Record<string, boolean>>>({});
  const [limits, setLimits] = useState<Readonly<Record<string, number>>>({});
  const { query, text } = listInput(blueprint, state);
  const facets = useQuery(
    trpc.catalog.entities.facets.queryOptions(
      {
        blueprint: blueprint.identifier,
        by: [field?.id ?? "$team"],
        limit: MAX_GROUPS,
        ...(query && { query }),
        ...(text && { text }),
      },
      { enabled: field !== undefined },
    ),
  );
  const counted = (field && facets.data?.facets[field.id]) ?? [];
  let rowsAbove = 0;
  const drawn = counted.map(({ value, count }, index) => {
    const id = `${field?.id} ${JSON.stringify(value)}`;
    const byDefault = index === 0 || rowsAbove + Math.min(count, GROUP_ROWS) <= OPEN_ROWS;
    rowsAbove += Math.min(count, GROUP_ROWS);
    return { id, value, count, open: toggled[id] ?? byDefault, limit: limits[id] ?? GROUP_ROWS };
  });
  const pages = useQueries({
    queries: drawn.map(({ value, limit, open }) =>
      trpc.catalog.entities.list.queryOptions(
        {
          ...listInput(blueprint, {
            ...state,
            query: field ? withCondition(state.query, ruleOfValue(field, value)) : state.query,
          }),
          limit,
          page: 1,
        },
        { enabled: open && field !== undefined },
      ),
    ),
  });
  return {
    groups:
      facets.data &&
      drawn.map(({ id, value, count, open, limit }, index) => {
        const page = pages[index];
        const rows = page?.data?.entities;
        return {
          id,
          count,
          open,
          label: value === null ? "No value" : String(value),
          title:
            value === null || !field
              ? "No value"
              : createElement(PropertyCell, { definition: withoutLink(valueDefinition(field)), value }),
          onToggle: () => setToggled((before) => ({ ...before, [id]: !open })),
          rows,
          error: page?.error,
          onMore:
            rows && rows.length < count && limit < MAX_ROWS
              ? () => setLimits((before) => ({ ...before, [id]: Math.min(limit * 5, MAX_ROWS) }))
              : undefined,
        };
      }),
    error: facets.error,
    total: facets.data?.total,
    totalIsExact: facets.data?.totalIsExact,
    cut: counted.length === MAX_GROUPS,
    refetch: () => void facets.refetch(),
  };
}
