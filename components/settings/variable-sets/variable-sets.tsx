"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { Braces, Plus } from "lucide-react";
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

export type VariableSet = inferRouterOutputs<AppRouter>["pipelines"]["variableSets"]["list"][number];

const VariableSetSheet = dynamic(
  () => import("./variable-set-sheet").then((module) => module.VariableSetSheet),
  { ssr: false },
);

/** For whom a set is, in words. */
export const scopeOf = ({ team, environment }: Pick<VariableSet, "team" | "environment">): string =>
  team !== null && environment !== null
    ? `${team} in ${environment}`
    : (team ?? environment ?? "The whole organisation");

/** Variables that modules get without their actions setting them. */
export function VariableSets() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.pipelines.variableSets.list.queryOptions());
  const refresh = () => queryClient.invalidateQueries(trpc.pipelines.variableSets.list.queryFilter());
  const remove = useMutation(trpc.pipelines.variableSets.delete.mutationOptions({ onSuccess: refresh }));
  const [open, setOpen] = useState<VariableSet | "new" | null>(null);
  const create = (
    <Button variant="primary" onClick={() => setOpen("new")}>
      <Plus aria-hidden /> New variable set
    </Button>
  );
  const columns: DataTableColumn<VariableSet>[] = [
    {
      id: "title",
      header: "Name",
      priority: 1,
      cell: (set) => (
        <button
          type="button"
          data-row-focus
          onClick={() => setOpen(set)}
          className="rounded-xs font-medium underline-offset-4 hover:underline"
        >
          {set.title}
        </button>
      ),
    },
    { id: "scope", header: "For runs of", priority: 2, cell: scopeOf },
    {
      id: "variables",
      header: "Variables",
      cell: (set) => (
        <span className="inline-flex flex-wrap gap-1">
          {set.variables.map(({ kind, name, sensitive }) => (
            <Badge key={`${kind}:${name}`} mono>
              {name}
              {sensitive && <span className="sr-only"> (sensitive)</span>}
            </Badge>
          ))}
        </span>
      ),
    },
    {
      id: "updated",
      header: "Updated",
      cell: (set) => <RelativeTime value={set.updatedAt} />,
      width: "w-36",
    },
    {
      id: "commands",
      header: "Commands",
      hideable: false,
      cell: (set) => (
        <ConfirmDialog
          title={`Delete ${set.title}?`}
          description="Modules get its variables no longer; those that need one fail to plan. Sensitive values cannot be brought back."
          confirmLabel="Delete variable set"
          typeToConfirm={set.identifier}
          trigger={
            <Button size="sm" variant="destructive-outline">
              Delete
            </Button>
          }
          onConfirm={async () => {
            await remove.mutateAsync({ identifier: set.identifier });
            toast.success(`${set.title} was deleted`);
          }}
        />
      ),
    },
  ];
  return (
    <AdminPage
      title="Variable sets"
      description="Variables that modules and their environment get without each action setting them. The narrower set wins: team in an environment, team, environment, organisation."
      breadcrumbs={[{ label: "Settings" }, { label: "Variable sets" }]}
      action={query.data && query.data.length > 0 && create}
    >
      <DataTable
        label="variable sets"
        columns={columns}
        rows={query.data}
        rowId={(set) => set.identifier}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState icon={Braces} title="No variable sets yet" action={create}>
            A set holds what many modules need alike, such as a region or tags. What an action sets itself
            always wins.
          </EmptyState>
        }
      />
      {open && (
        <VariableSetSheet
          set={open === "new" ? null : open}
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
