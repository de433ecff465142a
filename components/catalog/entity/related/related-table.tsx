"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { TableFilter } from "@/components/data-table/table-filter";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import type { ChangeOf } from "@/components/url-state/parsers";
import type { UrlStateOptions } from "@/components/url-state/use-query-state";
import type { PathStep } from "@/server/catalog/core/related-schema";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { NamedIcon } from "../../blueprint-icon";
import { entityColumns } from "../../table/entity-columns";
import type { relatedParams } from "../entity-params";
import { PathText } from "./path-text";

export const RELATED_PAGE_SIZE = 25;

interface RelatedTableProps {
  from: BlueprintDefinition;
  entity: string;
  path: PathStep[];
  q: string;
  page: number;
  onChange: (change: ChangeOf<typeof relatedParams>, options?: UrlStateOptions) => void;
}

/** The entities at the end of a path, filtered and paged by the server. */
export function RelatedTable({ from, entity, path, q, page, onChange }: RelatedTableProps) {
  const trpc = useTRPC();
  const end = path.at(-1)?.blueprint ?? from.identifier;
  const target = useQuery(trpc.catalog.blueprints.get.queryOptions({ identifier: end }));
  const properties = useQuery(trpc.catalog.blueprints.properties.queryOptions({ identifier: end }));
  const query = useQuery(
    trpc.catalog.entities.relatedPage.queryOptions(
      {
        blueprint: from.identifier,
        identifier: entity,
        path,
        limit: RELATED_PAGE_SIZE,
        page: Math.max(1, page),
        ...(q && { text: q }),
      },
      { placeholderData: keepPreviousData },
    ),
  );
  const columns = useMemo(
    // By title alone: the order of a path's end is the server's.
    () =>
      target.data && properties.data
        ? entityColumns(target.data, properties.data).map((column) => ({ ...column, sortable: false }))
        : [],
    [target.data, properties.data],
  );
  const noun = target.data?.title.toLowerCase() ?? "entities";
  return (
    <div className="grid min-w-0 gap-2">
      {path.length > 1 && (
        <p className="text-sm">
          <PathText path={path} />
        </p>
      )}
      <DataTable
        label={`related ${noun}`}
        columns={columns}
        rows={target.data && properties.data && query.data?.entities}
        rowId={(row) => row.identifier}
        error={query.error ?? target.error ?? properties.error}
        onRetry={() => void Promise.all([query.refetch(), target.refetch()])}
        refreshing={query.isPlaceholderData}
        paging={{
          page,
          pageSize: RELATED_PAGE_SIZE,
          total: query.data?.total,
          onPage: (next) => onChange({ page: next > 1 ? next : null }, { history: "push" }),
        }}
        filtered={q !== ""}
        onClearFilters={() => onChange({ q: null, page: null })}
        toolbar={
          <TableFilter
            label={`Filter ${noun}`}
            value={q}
            onChange={(text) => onChange({ q: text || null, page: null })}
          />
        }
        empty={
          <EmptyState
            icon={(props) => <NamedIcon name={target.data?.icon} {...props} />}
            title={`No ${noun} here`}
          >
            {path[0]?.direction === "outgoing"
              ? "This entity has no target for the relation. Edit the entity to relate it."
              : "No other entity points here by this relation."}
          </EmptyState>
        }
      />
    </div>
  );
}
