"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { SquareArrowOutUpRight } from "lucide-react";
import { useMemo, useState } from "react";
import { blueprintHref } from "@/components/catalog/catalog-types";
import { canGroup } from "@/components/catalog/table/column-abilities";
import { entityColumns } from "@/components/catalog/table/entity-columns";
import { ExportMenu } from "@/components/catalog/table/export-menu";
import { exportHref, pageInput } from "@/components/catalog/table/table-query";
import { paramsFor } from "@/components/catalog/table/table-state";
import { entityTableParams } from "@/components/catalog/table/table-params";
import { useGroups } from "@/components/catalog/table/use-groups";
import type { SortState } from "@/components/data-table/columns";
import { DataTable } from "@/components/data-table/data-table";
import { TableFilter } from "@/components/data-table/table-filter";
import { useColumns } from "@/components/data-table/use-columns";
import { fieldsOf } from "@/components/query/fields";
import { QueryState } from "@/components/states/query-state";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ButtonLink } from "@/components/ui/button";
import { changeParams } from "@/components/url-state/parsers";
import type { ResolvedProperty } from "@/server/catalog/core/model";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { EntitiesTable } from "./slice-state";
import { stateOfTable } from "./slice-state";

const PAGE_SIZE = 10;

interface SliceTableProps {
  table: EntitiesTable;
  emptyText: string | null;
}

/** Rows of the catalog in a widget: found, sorted and paged by the server, with the way to the whole table. */
export function SliceTable({ table, emptyText }: SliceTableProps) {
  const trpc = useTRPC();
  const ids = { identifier: table.blueprint };
  const blueprint = useQuery(trpc.catalog.blueprints.get.queryOptions(ids));
  const properties = useQuery(trpc.catalog.blueprints.properties.queryOptions(ids));
  const both = {
    data: blueprint.data && properties.data && { blueprint: blueprint.data, properties: properties.data },
    error: blueprint.error ?? properties.error,
    isPending: blueprint.isPending || properties.isPending,
    refetch: () => Promise.all([blueprint.refetch(), properties.refetch()]),
  };
  return (
    <QueryState query={both} what="columns" size="inline">
      {(given) => <Rows table={table} emptyText={emptyText} {...given} />}
    </QueryState>
  );
}

function Rows({
  table,
  emptyText,
  blueprint,
  properties,
}: SliceTableProps & { blueprint: BlueprintDefinition; properties: readonly ResolvedProperty[] }) {
  const trpc = useTRPC();
  const [text, setText] = useState(table.state.text ?? "");
  const [sort, setSort] = useState<SortState[] | null>(null);
  const [page, setPage] = useState(1);
  const [columnIds, setColumnIds] = useState<string[] | null>(table.state.columns ?? null);
  const columns = useMemo(
    () => entityColumns(blueprint, properties).filter(({ id }) => !table.excluded.includes(id)),
    [blueprint, properties, table.excluded],
  );
  const state = { ...stateOfTable(table), text, columns: columnIds, ...(sort && { sort }) };
  const fields = useMemo(() => fieldsOf(blueprint, properties), [blueprint, properties]);
  const groupField = fields.find(({ id }) => id === state.group && canGroup(id, fields));
  const query = useQuery({
    ...trpc.catalog.entities.list.queryOptions(pageInput(blueprint, state, { page, size: PAGE_SIZE })),
    placeholderData: keepPreviousData,
    enabled: groupField === undefined,
  });
  const groups = useGroups(blueprint, state, groupField);
  const choice = { visible: columnIds, onVisible: setColumnIds };
  const { shown } = useColumns(columns, choice);
  const shownIds = shown.map(({ id }) => id);
  const noun = blueprint.title.toLowerCase();
  const search = changeParams(
    entityTableParams,
    new URLSearchParams(),
    paramsFor(state, undefined),
  ).toString();
  return (
    <DataTable
      label={noun}
      className="p-3"
      columns={columns}
      rows={query.data?.entities}
      grouped={groupField !== undefined}
      groups={groups.groups}
      rowId={(entity) => entity.identifier}
      error={groupField ? groups.error : query.error}
      onRetry={() => void (groupField ? groups.refetch() : query.refetch())}
      refreshing={query.isPlaceholderData && groupField === undefined}
      sort={state.sort}
      onSort={(next) => {
        setSort(next);
        setPage(1);
      }}
      columnChoice={choice}
      {...(!groupField && {
        paging: {
          page,
          pageSize: PAGE_SIZE,
          total: query.data?.total,
          totalIsExact: query.data?.totalIsExact,
          onPage: setPage,
        },
      })}
      filtered={text !== ""}
      onClearFilters={() => setText("")}
      toolbar={
        <TableFilter
          label={`Find ${noun}`}
          value={text}
          onChange={(next) => {
            setText(next);
            setPage(1);
          }}
        />
      }
      tools={
        <>
          <ExportMenu
            csvHref={exportHref(blueprint, state, "csv", shownIds)}
            jsonHref={exportHref(blueprint, state, "json", shownIds)}
          />
          <ButtonLink
            variant="ghost"
            size="icon"
            href={`${blueprintHref(table.blueprint)}${search && `?${search}`}`}
            aria-label={`Open ${noun} in the catalog`}
          >
            <SquareArrowOutUpRight aria-hidden className="size-3.5" />
          </ButtonLink>
        </>
      }
      empty={
        <EmptyState size="inline" title={emptyText ?? `No ${noun} here`}>
          {emptyText ? null : "Nothing in the catalog is as this widget asks for."}
        </EmptyState>
      }
    />
  );
}
