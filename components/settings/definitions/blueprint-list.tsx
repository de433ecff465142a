"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Shapes } from "lucide-react";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { blueprintHref } from "@/components/catalog/catalog-types";
import type { BlueprintSummary } from "@/components/catalog/catalog-types";
import { DataTable } from "@/components/data-table/data-table";
import type { DataTableColumn } from "@/components/data-table/columns";
import { RowLink } from "@/components/data-table/row-link";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button, ButtonLink } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";

const create = (
  <ButtonLink variant="primary" href="/settings/blueprints/new">
    <Plus aria-hidden /> New blueprint
  </ButtonLink>
);

/** Every blueprint, to be edited or deleted. */
export function BlueprintList() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.catalog.blueprints.list.queryOptions());
  const remove = useMutation(
    trpc.catalog.blueprints.delete.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.catalog.blueprints.pathFilter()),
    }),
  );
  const columns: DataTableColumn<BlueprintSummary>[] = [
    {
      id: "title",
      header: "Name",
      priority: 1,
      cell: (blueprint) => (
        <span className="flex min-w-0 items-center gap-2">
          <NamedIcon name={blueprint.icon} className="text-muted-foreground" />
          <RowLink href={`/settings/blueprints/edit/${encodeURIComponent(blueprint.identifier)}`}>
            {blueprint.title}
          </RowLink>
        </span>
      ),
    },
    {
      id: "identifier",
      header: "Identifier",
      cell: (blueprint) => <span className="font-mono text-xs">{blueprint.identifier}</span>,
    },
    {
      id: "properties",
      header: "Properties",
      align: "right",
      priority: 3,
      cell: (blueprint) => Object.keys(blueprint.schema.properties).length,
    },
    {
      id: "entities",
      header: "Entities",
      align: "right",
      cell: (blueprint) => blueprint.entityCount.toLocaleString("en-US"),
    },
    {
      id: "updated",
      header: "Updated",
      width: "w-36",
      cell: (blueprint) => <RelativeTime value={blueprint.updatedAt} />,
    },
    {
      id: "commands",
      header: "Commands",
      hideable: false,
      cell: (blueprint) => (
        <span className="inline-flex gap-1.5">
          <ButtonLink size="sm" href={blueprintHref(blueprint.identifier)}>
            Entities
          </ButtonLink>
          <ConfirmDialog
            title={`Delete the blueprint ${blueprint.title}?`}
            description="Only a blueprint without entities can be deleted."
            confirmLabel="Delete blueprint"
            typeToConfirm={blueprint.identifier}
            trigger={
              <Button size="sm" variant="destructive-outline">
                Delete
              </Button>
            }
            onConfirm={async () => {
              await remove.mutateAsync({ identifier: blueprint.identifier });
              toast.success(`${blueprint.title} was deleted`);
            }}
          />
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label="blueprints"
      columns={columns}
      rows={query.data}
      rowId={(blueprint) => blueprint.identifier}
      error={query.error}
      onRetry={() => void query.refetch()}
      empty={
        <EmptyState icon={Shapes} title="No blueprints yet" action={create}>
          A blueprint says what a service, a database or an environment is made of.
        </EmptyState>
      }
    />
  );
}
