"use client";

import { useQuery, useQueryClient, useMutation } from "@tanstack/react-query";
import { ArrowRightLeft, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { DataTableColumn } from "@/components/data-table/columns";
import { AdminPage } from "@/components/settings/admin-page";
import { readFailure } from "@/components/states/domain-error";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { toast } from "@/components/ui/toast";
import { useQueryState } from "@/components/url-state/use-query-state";
import { parseAsString } from "@/components/url-state/parsers";
import type { MigrationRecord } from "@/server/catalog/core/migration";

const DataTable = dynamic(() =>
  import("@/components/data-table/data-table").then((module) => module.DataTable<MigrationRecord>),
);
const NewMigration = dynamic(() => import("./new-migration").then((module) => module.NewMigration), {
  ssr: false,
});
const MigrationSheet = dynamic(() => import("./migration-sheet").then((module) => module.MigrationSheet), {
  ssr: false,
});

const ENDED: readonly string[] = ["COMPLETED", "FAILURE", "CANCELLED"];
const POLL_MS = 1500;

/** Moves of entities from one blueprint into another, or into another shape, with how far each is. */
export function MigrationList() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [open, setOpen] = useQueryState("migration", parseAsString);
  const query = useQuery(
    trpc.catalog.migrations.list.queryOptions(undefined, {
      refetchInterval: ({ state }) =>
        state.data?.some((one) => !ENDED.includes(one.status)) ? POLL_MS : false,
    }),
  );
  const cancel = useMutation(trpc.catalog.migrations.cancel.mutationOptions());
  const stop = (id: string) =>
    cancel.mutate(
      { id },
      {
        onSuccess: () => queryClient.invalidateQueries(trpc.catalog.migrations.pathFilter()),
        onError: (error) =>
          toast.error("It could not be cancelled", { description: readFailure(error).message }),
      },
    );
  const columns: DataTableColumn<MigrationRecord>[] = [
    {
      id: "what",
      header: "What",
      priority: 1,
      cell: (row) => (
        <button
          type="button"
          data-row-focus
          onClick={() => setOpen(row.id)}
          className="max-w-full truncate rounded-xs text-left font-medium underline-offset-4 hover:underline"
        >
          {whatOf(row)}
        </button>
      ),
    },
    { id: "status", header: "State", width: "w-44", cell: (row) => <StatusBadge status={row.status} /> },
    {
      id: "progress",
      header: "Progress",
      width: "w-40",
      cell: (row) => (
        <Progress
          label={`Progress of ${whatOf(row)}`}
          value={row.successCount + row.failureCount}
          max={Math.max(1, row.total)}
        />
      ),
    },
    { id: "success", header: "Succeeded", align: "right", cell: (row) => formatCount(row.successCount) },
    {
      id: "failure",
      header: "Failed",
      align: "right",
      cell: (row) => (
        <span className={row.failureCount > 0 ? "text-danger font-medium" : ""}>
          {formatCount(row.failureCount)}
        </span>
      ),
    },
    { id: "when", header: "Started", width: "w-36", cell: (row) => <RelativeTime value={row.createdAt} /> },
    {
      id: "cancel",
      header: "Cancel",
      width: "w-24",
      cell: (row) =>
        ENDED.includes(row.status) ? null : (
          <Button size="sm" disabled={row.status === "PENDING_CANCELLATION"} onClick={() => stop(row.id)}>
            Cancel
          </Button>
        ),
    },
  ];
  const shown = query.data?.find((row) => row.id === open);
  const action = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> New migration
    </Button>
  );
  return (
    <AdminPage
      title="Migrations"
      description="Entities of one blueprint written anew: into another blueprint, or with other types. Each runs in the background."
      breadcrumbs={[{ label: "Settings" }, { label: "Migrations" }]}
      action={action}
    >
      <DataTable
        label="migrations"
        columns={columns}
        rows={query.data}
        rowId={(row) => row.id}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState icon={ArrowRightLeft} title="No migration yet" action={action}>
            When the type of a property changes, or one blueprint becomes two, a migration carries the
            entities over: a jq expression for each value, tried out on real entities first.
          </EmptyState>
        }
      />
      {creating && (
        <NewMigration
          onClose={() => setCreating(false)}
          onCreated={(id) => {
            setCreating(false);
            setOpen(id);
          }}
        />
      )}
      {shown && <MigrationSheet migration={shown} title={whatOf(shown)} onClose={() => setOpen(null)} />}
    </AdminPage>
  );
}

/** "database to postgres", "All of database deleted". */
function whatOf({ kind, sourceBlueprint, mapping }: MigrationRecord): string {
  if (kind === "delete") return `All entities of ${sourceBlueprint} deleted`;
  const target =
    typeof mapping.blueprint === "string" ? mapping.blueprint.replace(/^["']|["']$/g, "") : sourceBlueprint;
  return target === sourceBlueprint ? `${sourceBlueprint}, written anew` : `${sourceBlueprint} to ${target}`;
}
