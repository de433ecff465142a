"use client";

import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import type { DataTableColumn } from "@/components/data-table/columns";
import { TableFilter } from "@/components/data-table/table-filter";
import { useShell } from "@/components/shell/shell-context";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { AppRouter } from "@/server/api/root";
import type { NoticeState } from "@/server/notifications/schema";

type Notice = inferRouterOutputs<AppRouter>["notifications"]["notices"][number];

const LOOK: Record<
  NoticeState,
  { tone: "success" | "warning" | "danger"; icon: "check" | "clock" | "cross"; word: string }
> = {
  sent: { tone: "success", icon: "check", word: "Delivered" },
  waiting: { tone: "warning", icon: "clock", word: "Waiting" },
  failed: { tone: "danger", icon: "cross", word: "Not delivered" },
  gone: { tone: "danger", icon: "cross", word: "No receiver" },
};

/** What was sent of late, or could not be, with the reason. */
export function RecentNotices() {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const [text, setText] = useState("");
  const query = useQuery(
    trpc.notifications.notices.queryOptions(
      { limit: 100 },
      { enabled: viewer.isAdmin, retry: false, refetchInterval: 15_000 },
    ),
  );
  const wanted = text.trim().toLowerCase();
  const rows = query.data?.filter((notice) =>
    `${notice.subject} ${notice.receiver}`.toLowerCase().includes(wanted),
  );
  const columns: DataTableColumn<Notice>[] = [
    { id: "subject", header: "Notice", priority: 1, cell: (notice) => notice.subject },
    {
      id: "receiver",
      header: "To",
      cell: (notice) => <span className="text-xs break-all">{notice.receiver}</span>,
    },
    {
      id: "state",
      header: "State",
      cell: (notice) => (
        <span className="grid gap-0.5">
          <StatusBadge tone={LOOK[notice.state].tone} icon={LOOK[notice.state].icon} variant="plain">
            {LOOK[notice.state].word}
            {notice.attempts > 1 && ` after ${notice.attempts} attempts`}
          </StatusBadge>
          {notice.lastError && <span className="text-muted-foreground text-xs">{notice.lastError}</span>}
        </span>
      ),
    },
    { id: "at", header: "When", cell: (notice) => <RelativeTime value={notice.createdAt} />, width: "w-36" },
  ];
  return (
    <section aria-label="Recent notices" className="grid gap-3">
      <h2 className="text-base font-semibold">Recent notices</h2>
      <DataTable
        label="notices"
        columns={columns}
        rows={rows}
        rowId={(notice) => notice.id}
        error={query.error}
        onRetry={() => void query.refetch()}
        filtered={wanted !== ""}
        onClearFilters={() => setText("")}
        toolbar={<TableFilter value={text} onChange={setText} label="Filter notices" />}
        empty={<EmptyState title="Nothing was sent yet">What is sent by a channel appears here.</EmptyState>}
      />
    </section>
  );
}
