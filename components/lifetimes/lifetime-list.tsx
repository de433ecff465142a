"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { entityHref } from "@/components/catalog/catalog-types";
import type { DataTableColumn } from "@/components/data-table/columns";
import { DataTable } from "@/components/data-table/data-table";
import { RowLink } from "@/components/data-table/row-link";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { useQueryState } from "@/components/url-state/use-query-state";
import { lifetimeParsers, PAGE_SIZE } from "./lifetime-params";
import type { LifetimeItem } from "./lifetime-types";
import { STANDING } from "./lifetime-words";

const ChangeLifetime = dynamic(() => import("./change-lifetime").then((module) => module.ChangeLifetime), {
  ssr: false,
});

/** What ends by itself, what ends first at the top. */
export function LifetimeList() {
  const trpc = useTRPC();
  const [scope, setScope] = useQueryState("scope", lifetimeParsers.scope);
  const [status, setStatus] = useQueryState("status", lifetimeParsers.status);
  const [page, setPage] = useQueryState("page", lifetimeParsers.page);
  const [changing, setChanging] = useState<LifetimeItem | null>(null);
  const at = Math.max(page, 1);
  const query = useQuery(
    trpc.lifetimes.list.queryOptions(
      { scope, status, limit: PAGE_SIZE, offset: (at - 1) * PAGE_SIZE },
      { placeholderData: keepPreviousData, refetchInterval: 20_000 },
    ),
  );
  return (
    <>
      <DataTable
        label="lifetimes"
        columns={COLUMNS}
        rows={query.data?.lifetimes}
        rowId={(row) => row.id}
        error={query.data ? undefined : query.error}
        onRetry={() => void query.refetch()}
        refreshing={query.isPlaceholderData}
        paging={{
          page: at,
          pageSize: PAGE_SIZE,
          hasMore: query.data?.nextOffset != null,
          onPage: (next) => void setPage(next),
        }}
        filtered={scope !== "team" || status !== "live"}
        onClearFilters={() => {
          void setScope("team");
          void setStatus("live");
        }}
        toolbar={
          <>
            <Select
              label="Whose"
              value={scope}
              onValueChange={(value) => {
                void setScope(value as typeof scope);
                void setPage(1);
              }}
              options={[
                { value: "mine", label: "Mine" },
                { value: "team", label: "My teams’" },
                { value: "all", label: "All that I may see" },
              ]}
            />
            <Select
              label="Which"
              value={status}
              onValueChange={(value) => {
                void setStatus(value as typeof status);
                void setPage(1);
              }}
              options={[
                { value: "live", label: "Still there" },
                { value: "failed", label: "Could not be destroyed" },
                { value: "ended", label: "Ended" },
              ]}
            />
          </>
        }
        empty={
          <EmptyState icon={Hourglass} title="Nothing ends by itself">
            What an action with a lifetime has made for you and your teams is listed here, with the time it
            has left.
          </EmptyState>
        }
        rowActions={(row) =>
          row.can.extend || row.can.keep ? (
            <Button
              size="sm"
              aria-label={`Extend ${row.title ?? row.entity}`}
              onClick={() => setChanging(row)}
            >
              Extend
            </Button>
          ) : null
        }
      />
      {changing && <ChangeLifetime lifetime={changing} onClose={() => setChanging(null)} />}
    </>
  );
}

const COLUMNS: DataTableColumn<LifetimeItem>[] = [
  {
    id: "what",
    header: "What",
    priority: 1,
    cell: (row) =>
      row.endedAt ? (
        <span className="font-medium">{row.title ?? row.entity}</span>
      ) : (
        <RowLink href={entityHref(row.blueprint, row.entity)}>{row.title ?? row.entity}</RowLink>
      ),
  },
  {
    id: "status",
    header: "State",
    width: "w-56",
    priority: 2,
    cell: (row) => {
      const { label, tone } = STANDING[row.status];
      const time =
        row.endedAt ?? (row.status === "active" || row.status === "expiring" ? row.expiresAt : null);
      return (
        <Badge tone={tone}>
          <span>
            {label} {time && <RelativeTime value={time} />}
          </span>
        </Badge>
      );
    },
  },
  { id: "owner", header: "Made by", width: "w-40", priority: 2, cell: (row) => row.owner },
  { id: "team", header: "Team", width: "w-32", priority: 3, cell: (row) => row.team ?? "–" },
  {
    id: "note",
    header: "Note",
    priority: 3,
    hidden: true,
    cell: (row) => <span className="text-muted-foreground">{row.note ?? "–"}</span>,
  },
];
