"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { Lock } from "lucide-react";
import dynamic from "next/dynamic";
import type { DataTableColumn } from "@/components/data-table/columns";
import { OpenButton, RemoveButton, useOpenItem } from "@/components/settings/frame/item-controls";
import { CreateButton, SettingsList } from "@/components/settings/frame/settings-list";
import { useTRPC } from "@/components/trpc/provider";
import { ButtonLink } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
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
  const { open, setOpen, close, saved } = useOpenItem<SecretItem | "new">(refresh);
  const columns: DataTableColumn<SecretItem>[] = [
    {
      id: "name",
      header: "Name",
      priority: 1,
      cell: (secret) => (
        <OpenButton onClick={() => setOpen(secret)} className="font-mono text-xs">
          {secret.name}
        </OpenButton>
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
        <RemoveButton
          name={secret.name}
          noun="secret"
          description={warning(secret)}
          typeToConfirm={secret.name}
          onConfirm={() => remove.mutateAsync({ name: secret.name })}
        />
      ),
    },
  ];
  return (
    <SettingsList
      title="Secrets"
      description="What payloads of actions need and nobody may read. Values are written and never shown again."
      label="secrets"
      icon={Lock}
      query={query}
      columns={columns}
      rowId={(secret) => secret.name}
      create={<CreateButton onClick={() => setOpen("new")}>New secret</CreateButton>}
      empty={{
        title: "No secrets yet",
        children:
          "Payloads of actions take a secret by its name, as {{ .secrets.NAME }}. It is put in when a backend is called, and stored nowhere else.",
      }}
    >
      <InputKeyCard />
      {open && <SecretSheet secret={open === "new" ? null : open} onClose={close} onSaved={saved} />}
    </SettingsList>
  );
}

function warning({ usedBy }: SecretItem): string {
  const lost = "The value cannot be brought back.";
  if (!usedBy.length) return `No action uses it. ${lost}`;
  const titles = usedBy.map((action) => action.title).join(", ");
  return `Runs of these actions fail from then on: ${titles}. ${lost}`;
}
