"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { Cable } from "lucide-react";
import dynamic from "next/dynamic";
import type { DataTableColumn } from "@/components/data-table/columns";
import { OpenButton, RemoveButton, useOpenItem } from "@/components/settings/frame/item-controls";
import { CreateButton, SettingsList } from "@/components/settings/frame/settings-list";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
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
  const { open, setOpen, close, saved } = useOpenItem<Connection | "new">(refresh);
  const columns: DataTableColumn<Connection>[] = [
    {
      id: "title",
      header: "Name",
      priority: 1,
      cell: (connection) => <OpenButton onClick={() => setOpen(connection)}>{connection.title}</OpenButton>,
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
        <span className="flex max-w-md flex-wrap gap-1">
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
          <RemoveButton
            name={connection.title}
            noun="connection"
            description="Runs that need it fail from then on. The values cannot be brought back."
            typeToConfirm={connection.identifier}
            onConfirm={() => remove.mutateAsync({ identifier: connection.identifier })}
          />
        </span>
      ),
    },
  ];
  return (
    <SettingsList
      title="Connections"
      description="What pipelines need to reach other systems. Values are written and never shown again."
      label="connections"
      icon={Cable}
      query={query}
      columns={columns}
      rowId={(connection) => connection.identifier}
      create={<CreateButton onClick={() => setOpen("new")}>New connection</CreateButton>}
      empty={{
        title: "No connections yet",
        children:
          "A connection holds the credentials with which a pipeline reaches another system. Values are written and never shown again.",
      }}
    >
      <Hooks />
      {open && <ConnectionSheet connection={open === "new" ? null : open} onClose={close} onSaved={saved} />}
    </SettingsList>
  );
}
