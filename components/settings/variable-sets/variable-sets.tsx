"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { Braces } from "lucide-react";
import dynamic from "next/dynamic";
import type { DataTableColumn } from "@/components/data-table/columns";
import { OpenButton, RemoveButton, useOpenItem } from "@/components/settings/frame/item-controls";
import { CreateButton, SettingsList } from "@/components/settings/frame/settings-list";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
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
  const { open, setOpen, close, saved } = useOpenItem<VariableSet | "new">(refresh);
  const columns: DataTableColumn<VariableSet>[] = [
    {
      id: "title",
      header: "Name",
      priority: 1,
      cell: (set) => <OpenButton onClick={() => setOpen(set)}>{set.title}</OpenButton>,
    },
    { id: "scope", header: "For runs of", priority: 2, cell: scopeOf },
    {
      id: "variables",
      header: "Variables",
      cell: (set) => (
        <span className="flex max-w-md flex-wrap gap-1">
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
        <RemoveButton
          name={set.title}
          noun="variable set"
          description="Modules get its variables no longer; those that need one fail to plan. Sensitive values cannot be brought back."
          typeToConfirm={set.identifier}
          onConfirm={() => remove.mutateAsync({ identifier: set.identifier })}
        />
      ),
    },
  ];
  return (
    <SettingsList
      title="Variable sets"
      description="Variables that modules and their environment get without each action setting them. The narrower set wins: team in an environment, team, environment, organisation."
      label="variable sets"
      icon={Braces}
      query={query}
      columns={columns}
      rowId={(set) => set.identifier}
      create={<CreateButton onClick={() => setOpen("new")}>New variable set</CreateButton>}
      empty={{
        title: "No variable sets yet",
        children:
          "A set holds what many modules need alike, such as a region or tags. What an action sets itself always wins.",
      }}
    >
      {open && <VariableSetSheet set={open === "new" ? null : open} onClose={close} onSaved={saved} />}
    </SettingsList>
  );
}
