"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { backendLabel } from "@/components/actions/admin/backend-label";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { DataTable } from "@/components/data-table/data-table";
import type { DataTableColumn } from "@/components/data-table/columns";
import { RowLink } from "@/components/data-table/row-link";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button, ButtonLink } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { isEnd } from "@/server/runs/core/lifecycle";
import { isFiltered, NO_FILTER, runListInput, runListParsers } from "./list-params";
import { RunFilters } from "./run-filters";
import type { RunRow } from "./run-types";
import { duration } from "./timeline";

export const runColumns: readonly DataTableColumn<RunRow>[] = [
  {
    id: "run",
    header: "Run",
    priority: 1,
    cell: (run) => (
      <span className="flex min-w-0 items-center gap-2">
        <NamedIcon name={run.action.icon} fallback="action" className="text-muted-foreground size-3.5" />
        <RowLink href={`/runs/${run.id}`} className="truncate">
          {run.action.title}
        </RowLink>
      </span>
    ),
  },
  {
    id: "target",
    header: "Entity",
    priority: 2,
    cell: (run) => run.target?.title ?? run.entityIdentifier ?? "–",
  },
  {
    id: "status",
    header: "Status",
    priority: 2,
    cell: (run) => <StatusBadge status={run.status} variant="plain" />,
  },
  {
    id: "requester",
    header: "Requested by",
    priority: 2,
    cell: (run) => (run.cause ? `Automation ${run.cause.title}` : run.requesterName),
  },
  {
    id: "backend",
    header: "Backend",
    priority: 3,
    cell: (run) => backendLabel(run.action.invocation.type),
  },
  { id: "environment", header: "Environment", priority: 3, cell: (run) => run.environment ?? "–" },
  { id: "team", header: "Team", priority: 3, cell: (run) => run.team ?? "–" },
  { id: "created", header: "Requested", priority: 2, cell: (run) => <RelativeTime value={run.createdAt} /> },
  {
    id: "duration",
    header: "Duration",
    align: "right",
    priority: 3,
    cell: (run) => (run.startedAt && run.endedAt ? duration(run.startedAt, run.endedAt) : "–"),
  },
];

/** Every run that the reader may see, the newest first. */
export function RunList() {
  const trpc = useTRPC();
  const [state, setState] = useQueryStates(runListParsers, { history: "push" });
  const query = useInfiniteQuery(
    trpc.runs.list.infiniteQueryOptions(runListInput(state), {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      refetchInterval: (q) =>
        q.state.data?.pages.some((page) => page.runs.some((run) => !isEnd(run.status))) ? 5_000 : 30_000,
    }),
  );
  return (
    <>
      <DataTable
        label="runs"
        columns={runColumns}
        rows={query.data?.pages.flatMap((page) => page.runs)}
        rowId={(run) => run.id}
        error={query.error}
        onRetry={() => void query.refetch()}
        filtered={isFiltered(state)}
        onClearFilters={() => void setState(NO_FILTER)}
        refreshing={query.isPlaceholderData}
        toolbar={<RunFilters state={state} onChange={(change) => void setState(change)} />}
        empty={
          <EmptyState
            icon={Play}
            title="No runs yet"
            action={
              <ButtonLink href="/actions" variant="primary">
                See actions
              </ButtonLink>
            }
          >
            A run is what an action does: it plans, is approved, applies, and writes its log here.
          </EmptyState>
        }
      />
      {query.hasNextPage && (
        <div className="flex justify-center">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Load older runs
          </Button>
        </div>
      )}
    </>
  );
}
