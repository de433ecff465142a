"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ListFilter } from "lucide-react";
import dynamic from "next/dynamic";
import { useId, useMemo, useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { TableFilter } from "@/components/data-table/table-filter";
import { countRules } from "@/components/query/query-change";
import { EMPTY_QUERY } from "@/components/query/query-types";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { CountBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { ChangeOf, ValuesOf } from "@/components/url-state/parsers";
import type { UrlStateOptions } from "@/components/url-state/use-query-state";
import type { Query } from "@/server/catalog/core/query/schema";
import type { PathStep } from "@/server/catalog/core/related-schema";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { NamedIcon } from "../../blueprint-icon";
import { entityColumns } from "../../table/entity-columns";
import { readSort, writeSort } from "../../table/table-state";
import type { relatedParams } from "../entity-params";
import { PathText } from "./path-text";

const FilterPanel = dynamic(() => import("../../table/filter-panel").then((module) => module.FilterPanel), {
  ssr: false,
});

export const RELATED_PAGE_SIZE = 25;

interface RelatedTableProps {
  from: BlueprintDefinition;
  entity: string;
  path: PathStep[];
  params: ValuesOf<typeof relatedParams>;
  onChange: (change: ChangeOf<typeof relatedParams>, options?: UrlStateOptions) => void;
}

/** The entities at the end of a path, filtered and paged by the server. */
export function RelatedTable({ from, entity, path, params, onChange }: RelatedTableProps) {
  const { q, filter, page } = params;
  const filterId = useId();
  const [filtering, setFiltering] = useState(false);
  const sort = (params.sort ?? []).filter(Boolean).map(readSort);
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
        ...(filter && { query: filter as unknown as Query }),
        ...(sort.length > 0 && { sort: sort.map(({ column, direction }) => ({ by: column, direction })) }),
      },
      { placeholderData: keepPreviousData },
    ),
  );
  const columns = useMemo(
    () => (target.data && properties.data ? entityColumns(target.data, properties.data) : []),
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
      {filtering && (
        <FilterPanel
          id={filterId}
          begin={undefined}
          blueprint={end}
          query={filter ?? EMPTY_QUERY}
          onChange={(next) => onChange({ filter: next.rules.length > 0 ? next : null, page: null })}
          onClose={() => setFiltering(false)}
          error={query.error}
        />
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
        sort={sort}
        onSort={(next) => onChange({ sort: next.length > 0 ? next.map(writeSort) : null, page: null })}
        filtered={q !== "" || filter !== null}
        onClearFilters={() => onChange({ q: null, filter: null, page: null })}
        toolbar={
          <>
            <TableFilter
              label={`Find ${noun}`}
              value={q}
              onChange={(text) => onChange({ q: text || null, page: null })}
            />
            <Button
              aria-expanded={filtering}
              aria-controls={filtering ? filterId : undefined}
              onClick={() => setFiltering(!filtering)}
            >
              <ListFilter aria-hidden /> Filter
              {filter && <CountBadge count={countRules(filter)} label="conditions" />}
            </Button>
          </>
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
