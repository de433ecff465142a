"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { History } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useActionEditor } from "@/components/actions/builder/editor-context";
import { DataTable } from "@/components/data-table/data-table";
import type { DataTableColumn } from "@/components/data-table/columns";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { StatusBadge } from "@/components/ui/status-badge";
import type { StatusIcon, Tone } from "@/components/ui/status";
import type { AppRouter } from "@/server/api/root";
import type { FiringOutcome } from "@/server/automations/schema";
import { eventLabel } from "./event-words";

type Firing = inferRouterOutputs<AppRouter>["automations"]["firings"]["firings"][number];

const OUTCOMES: Record<FiringOutcome, { label: string; tone: Tone; icon: StatusIcon }> = {
  waiting: { label: "Waiting", tone: "info", icon: "clock" },
  fired: { label: "Ran", tone: "success", icon: "check" },
  not_fired: { label: "Did not run", tone: "neutral", icon: "dot" },
  failed: { label: "Failed", tone: "danger", icon: "cross" },
  refused: { label: "Stopped", tone: "warning", icon: "stop" },
};
const FILTERS = {
  all: { label: "All events", outcome: undefined },
  fired: { label: "Ran", outcome: ["fired"] },
  not_fired: { label: "Did not run", outcome: ["not_fired"] },
  trouble: { label: "Failed or stopped", outcome: ["failed", "refused"] },
} as const satisfies Record<string, { label: string; outcome: readonly FiringOutcome[] | undefined }>;
type Filter = keyof typeof FILTERS;

const columns: readonly DataTableColumn<Firing>[] = [
  {
    id: "event",
    header: "Event",
    priority: 1,
    cell: ({ event, kind, subject, blueprint }) => (
      <span className="min-w-0">
        <span className="block truncate">{subject ?? eventLabel(event)}</span>
        <span className="text-muted-foreground block truncate text-xs">
          {subject === null ? null : eventLabel(event)}
          {kind === "recomputation" && ", a computed value"}
          {blueprint !== null && ` · ${blueprint}`}
        </span>
      </span>
    ),
  },
  {
    id: "outcome",
    header: "Outcome",
    priority: 2,
    width: "w-32",
    cell: ({ outcome }) => {
      const { label, tone, icon } = OUTCOMES[outcome];
      return (
        <StatusBadge variant="plain" tone={tone} icon={icon}>
          {label}
        </StatusBadge>
      );
    },
  },
  {
    id: "reason",
    header: "Run, or why not",
    priority: 2,
    cell: ({ runId, reason, depth }) => (
      <span className="min-w-0 [overflow-wrap:anywhere] whitespace-normal">
        {runId !== null ? (
          <Link href={`/runs/${runId}`} className="text-primary-text font-mono text-xs hover:underline">
            {runId}
          </Link>
        ) : (
          (reason ?? "–")
        )}
        {depth > 1 && (
          <span className="text-muted-foreground ml-2 text-xs">{depth}th in a chain of automations</span>
        )}
      </span>
    ),
  },
  {
    id: "at",
    header: "When",
    priority: 2,
    width: "w-36",
    cell: ({ at }) => <RelativeTime value={at} />,
  },
];

/** What became of the events that the automation listens to: which made it run, and why others did not. */
export function FiringsTab() {
  const trpc = useTRPC();
  const { identifier } = useActionEditor();
  const [filter, setFilter] = useState<Filter>("all");
  const outcome = FILTERS[filter].outcome;
  const query = useInfiniteQuery(
    trpc.automations.firings.infiniteQueryOptions(
      { ...(identifier !== null && { automation: identifier }), ...(outcome && { outcome: [...outcome] }) },
      {
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        placeholderData: keepPreviousData,
        refetchInterval: 5_000,
      },
    ),
  );
  return (
    <div className="grid min-w-0 gap-4">
      <DataTable
        label="events"
        columns={columns}
        rows={query.data?.pages.flatMap((page) => page.firings)}
        rowId={({ id }) => id}
        error={query.error}
        onRetry={() => void query.refetch()}
        filtered={filter !== "all"}
        onClearFilters={() => setFilter("all")}
        refreshing={query.isPlaceholderData}
        toolbar={
          <Select
            label="Outcome"
            className="w-48"
            value={filter}
            options={(Object.keys(FILTERS) as Filter[]).map((value) => ({
              value,
              label: FILTERS[value].label,
            }))}
            onValueChange={setFilter}
          />
        }
        empty={
          <EmptyState icon={History} title="No event yet">
            Each event that this automation listens to is listed here, with the run that it made, or why it
            made none.
          </EmptyState>
        }
      />
      {query.hasNextPage && (
        <div className="flex justify-center">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Load older events
          </Button>
        </div>
      )}
    </div>
  );
}
