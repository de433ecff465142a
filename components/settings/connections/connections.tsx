"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { Cable, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import type { DataTableColumn } from "@/components/data-table/columns";
import { AdminPage } from "@/components/settings/admin-page";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { AppRouter } from "@/server/api/root";
import { kindInfo } from "@/server/pipelines/core/connection-kinds";
import { ConnectionTest } from "./connection-test";
import { Hooks } from "./hooks";

export type Connection = inferRouterOutputs<AppRouter>["pipelines"]["connections"]["list"][number];

const ConnectionSheet = dynamic(() => import("./connection-sheet").then((module) => module.ConnectionSheet), {
  ssr: false,
});

/** What pipelines need to reach other systems, and who may tell us of their runs: never a value of a secret. */
export function Connections() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.pipelines.connections.list.queryOptions());
  const refresh = () => queryClient.invalidateQueries(trpc.pipelines.connections.list.queryFilter());
  const remove = useMutation(trpc.pipelines.connections.delete.mutationOptions({ onSuccess: refresh }));
  const [open, setOpen] = useState<Connection | "new" | null>(null);
  const create = (
    <Button variant="primary" onClick={() => setOpen("new")}>
      <Plus aria-hidden /> New connection
    </Button>
  );
  const columns: DataTableColumn<Connection>[] = [
    {
      id: "title",
      header: "Name",
      priority: 1,
      cell: (connection) => (
        <button
          type="button"
          data-row-focus
          onClick={() => setOpen(connection)}
          className="rounded-xs font-medium underline-offset-4 hover:underline"
        >
          {connection.title}
        </button>
      ),
    },
    {
      id: "identifier",
      header: "Identifier",
      cell: (connection) => <span className="font-mono text-xs">{connection.identifier}</span>,
    },
    {
      id: "kind",
      header: "Kind",
      cell: (connection) => <span title={connection.settings.url}>{kindInfo(connection.kind).label}</span>,
      width: "w-44",
    },
    {
      id: "variables",
      header: "Holds",
      cell: (connection) => (
        <span className="inline-flex flex-wrap gap-1">
          {connection.variableNames.map((name) => (
            <Badge key={name} mono>
              {name}
            </Badge>
          ))}
        </span>
      ),
    },
    {
      id: "updated",
      header: "Updated",
      cell: (connection) => <RelativeTime value={connection.updatedAt} />,
      width: "w-36",
    },
    {
      id: "commands",
      header: "Commands",
      hideable: false,
      cell: (connection) => (
        <span className="flex gap-2">
          {connection.kind !== "environment" && <ConnectionTest connection={connection} />}
          <ConfirmDialog
            title={`Delete ${connection.title}?`}
            description="Runs that need it fail from then on. The values cannot be brought back."
            confirmLabel="Delete connection"
            typeToConfirm={connection.identifier}
            trigger={
              <Button size="sm" variant="destructive-outline">
                Delete
              </Button>
            }
            onConfirm={async () => {
              await remove.mutateAsync({ identifier: connection.identifier });
              toast.success(`${connection.title} was deleted`);
            }}
          />
        </span>
      ),
    },
  ];
  return (
    <AdminPage
      title="Connections"
      description="What pipelines need to reach other systems. Values are written and never shown again."
      breadcrumbs={[{ label: "Settings" }, { label: "Connections" }]}
      action={query.data && query.data.length > 0 && create}
    >
      <DataTable
        label="connections"
        columns={columns}
        rows={query.data}
        rowId={(connection) => connection.identifier}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState icon={Cable} title="No connections yet" action={create}>
            A connection holds the credentials with which a pipeline reaches another system. Values are
            written and never shown again.
          </EmptyState>
        }
      />
      <Hooks />
      {open && (
        <ConnectionSheet
          connection={open === "new" ? null : open}
          onClose={() => setOpen(null)}
          onSaved={(title) => {
            setOpen(null);
            toast.success(`${title} saved`);
            void refresh();
          }}
        />
      )}
    </AdminPage>
  );
}
