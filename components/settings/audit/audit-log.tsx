"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { ScrollText } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryStates } from "@/components/url-state/use-query-state";
import type { DataTableColumn } from "@/components/data-table/columns";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { humanizeStatus } from "@/components/ui/status";
import { StatusBadge } from "@/components/ui/status-badge";
import type { AppRouter } from "@/server/api/root";
import { auditInput, auditParams, isFiltered, NO_FILTERS, resourceName } from "./audit-params";

export type AuditRow = inferRouterOutputs<AppRouter>["audit"]["list"]["rows"][number];

const AuditFilters = dynamic(() => import("./audit-filters").then((module) => module.AuditFilters));
const DataTable = dynamic(() =>
  import("@/components/data-table/data-table").then((module) => module.DataTable<AuditRow>),
);
const AuditEntrySheet = dynamic(
  () => import("./audit-entry-sheet").then((module) => module.AuditEntrySheet),
  { ssr: false },
);

/** Every change and sign-in, newest first, with filters in the URL and the details of one entry in a sheet. */
export function AuditLog() {
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(auditParams);
  const query = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(auditInput(params), {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows);
  const open = rows?.find((row) => row.id === params.entry);
  const filtered = isFiltered(params);
  const clear = () => setParams(NO_FILTERS);

  const columns: DataTableColumn<AuditRow>[] = [
    {
      id: "what",
      header: "What",
      priority: 1,
      cell: (row) => (
        <button
          type="button"
          data-row-focus
          onClick={() => void setParams({ entry: row.id })}
          className="max-w-full truncate rounded-xs text-left font-medium underline-offset-4 hover:underline"
        >
          {humanizeStatus(row.action)}{" "}
          <span className="text-muted-foreground font-normal">
            {resourceName(row.resourceType)} <span className="font-mono text-xs">{row.resourceId}</span>
          </span>
          {row.status === "FAILURE" && row.message && (
            <span className="text-danger block truncate text-xs font-normal">{row.message}</span>
          )}
        </button>
      ),
    },
    {
      id: "blueprint",
      header: "Blueprint",
      priority: 3,
      hidden: true,
      cell: (row) => row.blueprint && <span className="font-mono text-xs">{row.blueprint}</span>,
    },
    { id: "who", header: "Who", cell: (row) => row.actorName },
    { id: "when", header: "When", cell: (row) => <RelativeTime value={row.at} />, width: "w-36" },
    { id: "origin", header: "Through", cell: (row) => originLabels[row.origin], priority: 3, width: "w-24" },
    {
      id: "status",
      header: "Outcome",
      cell: (row) => <StatusBadge variant="plain" status={row.status === "SUCCESS" ? "success" : "failed"} />,
      width: "w-28",
    },
    {
      id: "number",
      header: "No.",
      cell: (row) => row.id.toLocaleString("en-US"),
      align: "right",
      priority: 3,
      width: "w-20",
    },
  ];
  return (
    <>
      <DataTable
        label="audit entries"
        columns={columns}
        rows={rows}
        rowId={(row) => String(row.id)}
        error={query.error}
        onRetry={() => void query.refetch()}
        refreshing={query.isPlaceholderData}
        filtered={filtered}
        onClearFilters={clear}
        toolbar={<AuditFilters />}
        empty={
          <EmptyState icon={ScrollText} title="Nothing has been recorded yet">
            Every change, decision and sign-in appears here, in a chain that shows tampering.
          </EmptyState>
        }
      />
      {query.hasNextPage && (
        <div className="flex justify-center">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Load older entries
          </Button>
        </div>
      )}
      {open && <AuditEntrySheet row={open} onClose={() => void setParams({ entry: null })} />}
    </>
  );
}

export const originLabels: Record<AuditRow["origin"], string> = {
  UI: "Portal",
  API: "API",
  JOB: "Job",
  SYSTEM: "System",
};
