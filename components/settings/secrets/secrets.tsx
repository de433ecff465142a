"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { Lock, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { DataTableColumn } from "@/components/data-table/columns";
import { DataTable } from "@/components/data-table/data-table";
import { AdminPage } from "@/components/settings/admin-page";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button, ButtonLink } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { AppRouter } from "@/server/api/root";
import { InputKeyCard } from "./input-key-card";

export type SecretItem = inferRouterOutputs<AppRouter>["secrets"]["list"][number];

const SecretSheet = dynamic(() => import("./secret-sheet").then((module) => module.SecretSheet), {
  ssr: false,
});

const actionHref = (identifier: string) => `/settings/actions/edit/${encodeURIComponent(identifier)}`;

/** What payloads name and nobody reads: secrets by name, with the actions that need them. */
export function Secrets() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.secrets.list.queryOptions());
  const refresh = () => queryClient.invalidateQueries(trpc.secrets.list.queryFilter());
  const remove = useMutation(trpc.secrets.delete.mutationOptions({ onSuccess: refresh }));
  const [open, setOpen] = useState<SecretItem | "new" | null>(null);
  const create = (
    <Button variant="primary" onClick={() => setOpen("new")}>
      <Plus aria-hidden /> New secret
    </Button>
  );
  const columns: DataTableColumn<SecretItem>[] = [
    {
      id: "name",
      header: "Name",
      priority: 1,
      cell: (secret) => (
        <button
          type="button"
          data-row-focus
          onClick={() => setOpen(secret)}
          className="rounded-xs text-left font-mono text-xs font-medium break-all underline-offset-4 hover:underline"
        >
          {secret.name}
        </button>
      ),
    },
    {
      id: "description",
      header: "Description",
      cell: (secret) => secret.description ?? <span className="text-muted-foreground">None</span>,
    },
    {
      id: "usedBy",
      header: "Used by",
      cell: (secret) =>
        secret.usedBy.length ? (
          <span className="inline-flex flex-wrap gap-x-2 gap-y-1">
            {secret.usedBy.map((action) => (
              <ButtonLink key={action.identifier} variant="link" href={actionHref(action.identifier)}>
                {action.title}
              </ButtonLink>
            ))}
          </span>
        ) : (
          <span className="text-muted-foreground">No action</span>
        ),
    },
    {
      id: "updated",
      header: "Updated",
      cell: (secret) => (
        <span className="text-muted-foreground">
          <RelativeTime value={secret.updatedAt} /> by {secret.updatedByName}
        </span>
      ),
      width: "w-52",
    },
    {
      id: "commands",
      header: "Commands",
      hideable: false,
      cell: (secret) => (
        <ConfirmDialog
          title={`Delete ${secret.name}?`}
          description={warning(secret)}
          confirmLabel="Delete secret"
          typeToConfirm={secret.name}
          trigger={
            <Button size="sm" variant="destructive-outline" aria-label={`Delete ${secret.name}`}>
              Delete
            </Button>
          }
          onConfirm={async () => {
            await remove.mutateAsync({ name: secret.name });
            toast.success(`${secret.name} was deleted`);
          }}
        />
      ),
    },
  ];
  return (
    <AdminPage
      title="Secrets"
      description="What payloads of actions need and nobody may read. Values are written and never shown again."
      breadcrumbs={[{ label: "Settings" }, { label: "Secrets" }]}
      action={query.data && query.data.length > 0 && create}
    >
      <div className="grid gap-6">
        <DataTable
          label="secrets"
          columns={columns}
          rows={query.data}
          rowId={(secret) => secret.name}
          error={query.error}
          onRetry={() => void query.refetch()}
          empty={
            <EmptyState icon={Lock} title="No secrets yet" action={create}>
              Payloads of actions take a secret by its name, as {"{{ .secrets.NAME }}"}. It is put in when a
              backend is called, and stored nowhere else.
            </EmptyState>
          }
        />
        <InputKeyCard />
      </div>
      {open && (
        <SecretSheet
          secret={open === "new" ? null : open}
          onClose={() => setOpen(null)}
          onSaved={(name) => {
            setOpen(null);
            toast.success(`${name} saved`);
            void refresh();
          }}
        />
      )}
    </AdminPage>
  );
}

function warning({ usedBy }: SecretItem): string {
  const lost = "The value cannot be brought back.";
  if (!usedBy.length) return `No action uses it. ${lost}`;
  const titles = usedBy.map((action) => action.title).join(", ");
  return `Runs of these actions fail from then on: ${titles}. ${lost}`;
}
