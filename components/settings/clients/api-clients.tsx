"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import type { DataTableColumn } from "@/components/data-table/columns";
import { AdminPage } from "@/components/settings/admin-page";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { toast } from "@/components/ui/toast";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import type { AppRouter } from "@/server/api/root";
import { NewClientDialog, SecretDialog } from "./client-dialogs";
import type { ShownSecret } from "./client-dialogs";

type Client = inferRouterOutputs<AppRouter>["identity"]["apiClients"]["list"][number];

/** Programs that may call the API, each answerable to a person. */
export function ApiClients() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.identity.apiClients.list.queryOptions());
  const refresh = () => queryClient.invalidateQueries(trpc.identity.apiClients.list.queryFilter());
  const rotate = useMutation(trpc.identity.apiClients.rotate.mutationOptions({ onSuccess: refresh }));
  const disable = useMutation(trpc.identity.apiClients.disable.mutationOptions({ onSuccess: refresh }));
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<ShownSecret | null>(null);
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> New API client
    </Button>
  );
  const columns: DataTableColumn<Client>[] = [
    { id: "name", header: "Name", priority: 1, cell: (client) => client.name },
    {
      id: "clientId",
      header: "Client id",
      cell: (client) => <span className="font-mono text-xs">{client.clientId}</span>,
    },
    {
      id: "role",
      header: "Rights",
      cell: (client) => (client.role === "admin" ? "Administrator" : "Member"),
      width: "w-28",
    },
    { id: "owner", header: "Answerable", cell: (client) => client.ownerName ?? "Nobody", priority: 3 },
    {
      id: "lastUsed",
      header: "Last used",
      cell: (client) => (client.lastUsedAt ? <RelativeTime value={client.lastUsedAt} /> : "Never"),
      width: "w-32",
    },
    {
      id: "status",
      header: "Status",
      cell: (client) => (
        <StatusBadge variant="plain" status={client.disabled ? "inactive" : "active"}>
          {client.disabled ? "Disabled" : "Active"}
        </StatusBadge>
      ),
      width: "w-24",
    },
    {
      id: "commands",
      header: "Commands",
      hideable: false,
      cell: (client) =>
        client.disabled ? null : (
          <span className="inline-flex gap-1.5">
            <ConfirmDialog
              title={`Give ${client.name} a new secret?`}
              description="The present secret and every token got with it stop working at once."
              confirmLabel="Make a new secret"
              tone="primary"
              trigger={<Button size="sm">New secret</Button>}
              onConfirm={async () => setSecret(await rotate.mutateAsync({ clientId: client.clientId }))}
            />
            <ConfirmDialog
              title={`Disable ${client.name}?`}
              description="Its tokens stop working at once. A disabled client cannot be enabled again."
              confirmLabel="Disable client"
              trigger={
                <Button size="sm" variant="destructive-outline">
                  Disable
                </Button>
              }
              onConfirm={async () => {
                await disable.mutateAsync({ clientId: client.clientId });
                toast.success(`${client.name} is disabled`);
              }}
            />
          </span>
        ),
    },
  ];
  return (
    <AdminPage
      title="API clients"
      description="Programs that call the API, each answerable to a person."
      breadcrumbs={[{ label: "Settings" }, { label: "API clients" }]}
      action={query.data && query.data.length > 0 && create}
    >
      <DataTable
        label="API clients"
        columns={columns}
        rows={query.data}
        rowId={(client) => client.clientId}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState icon={KeyRound} title="No API clients yet" action={create}>
            A client lets a program call the API in its owner’s name, with no more rights than the owner has.
          </EmptyState>
        }
      />
      <NewClientDialog
        open={creating}
        onOpenChange={setCreating}
        onCreated={(made) => {
          setSecret(made);
          void refresh();
        }}
      />
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
    </AdminPage>
  );
}
