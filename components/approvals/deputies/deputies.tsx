"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { UserRoundCheck } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import type { DataTableColumn } from "@/components/data-table/columns";
import { EmptyState } from "@/components/states/states";
import { ListPage } from "@/components/shell/page";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { AppRouter } from "@/server/api/root";

type Delegation = inferRouterOutputs<AppRouter>["approvals"]["delegations"]["list"][number];

const NewDeputy = dynamic(() => import("./new-deputy").then((module) => module.NewDeputy), { ssr: false });

/** Who decides in the reader's place, and in whose place the reader decides. */
export function Deputies() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.approvals.delegations.list.queryOptions());
  const refresh = () => queryClient.invalidateQueries(trpc.approvals.pathFilter());
  const revoke = useMutation(trpc.approvals.delegations.revoke.mutationOptions({ onSuccess: refresh }));
  const [adding, setAdding] = useState(false);
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      Name a deputy
    </Button>
  );
  const columns: DataTableColumn<Delegation>[] = [
    {
      id: "who",
      header: "Who",
      priority: 1,
      cell: (one) =>
        one.direction === "given" ? (
          <span>
            <strong className="font-medium">{one.person.name}</strong> decides for you
          </span>
        ) : (
          <span>
            You decide for <strong className="font-medium">{one.person.name}</strong>
          </span>
        ),
    },
    { id: "reason", header: "Reason", cell: (one) => one.reason },
    { id: "from", header: "From", cell: (one) => <RelativeTime value={one.startsAt} />, width: "w-36" },
    { id: "until", header: "Until", cell: (one) => <RelativeTime value={one.endsAt} />, width: "w-36" },
    {
      id: "commands",
      header: "Commands",
      hideable: false,
      cell: (one) =>
        one.direction === "given" && (
          <ConfirmDialog
            title={`End what ${one.person.name} decides for you?`}
            description="From now on only you decide. Votes that were cast in your place stay."
            confirmLabel="End it"
            cancelLabel="Keep it"
            trigger={<Button size="sm">End</Button>}
            onConfirm={async () => {
              await revoke.mutateAsync({ id: one.id });
              toast.success(`${one.person.name} no longer decides for you`);
            }}
          />
        ),
    },
  ];
  return (
    <ListPage
      title="Deputies"
      description="Somebody who decides on requests in your place for a time, with no more rights than you have."
      breadcrumbs={[{ label: "Approvals", href: "/approvals" }, { label: "Deputies" }]}
      action={query.data && query.data.length > 0 && add}
    >
      <DataTable
        label="deputies"
        columns={columns}
        rows={query.data}
        rowId={(one) => one.id}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState icon={UserRoundCheck} title="You decide for yourself" action={add}>
            Name a deputy before you are away. Your own requests stay out of their reach, and theirs out of
            yours.
          </EmptyState>
        }
      />
      {adding && (
        <NewDeputy
          onClose={() => setAdding(false)}
          onAdded={(name) => {
            setAdding(false);
            toast.success(`${name} decides for you`);
            void refresh();
          }}
        />
      )}
    </ListPage>
  );
}
