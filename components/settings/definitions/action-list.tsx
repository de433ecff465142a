"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Zap } from "lucide-react";
import type { ActionDefinition } from "@/components/actions/action-types";
import { operationWords } from "@/components/actions/action-types";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { DataTable } from "@/components/data-table/data-table";
import type { DataTableColumn } from "@/components/data-table/columns";
import { RowLink } from "@/components/data-table/row-link";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { toast } from "@/components/ui/toast";

const create = (
  <ButtonLink variant="primary" href="/settings/actions/new">
    <Plus aria-hidden /> New action
  </ButtonLink>
);

/** Every action, published or not, to be edited or deleted. */
export function ActionList() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.actions.definitions.queryOptions());
  const remove = useMutation(
    trpc.actions.delete.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.actions.pathFilter()),
    }),
  );
  const columns: DataTableColumn<ActionDefinition>[] = [
    {
      id: "title",
      header: "Name",
      priority: 1,
      cell: (action) => (
        <span className="flex min-w-0 items-center gap-2">
          <NamedIcon name={action.icon} fallback="action" className="text-muted-foreground" />
          <RowLink href={`/settings/actions/edit/${encodeURIComponent(action.identifier)}`}>
            {action.title ?? action.identifier}
          </RowLink>
        </span>
      ),
    },
    {
      id: "operation",
      header: "Does",
      cell: ({ trigger }) =>
        trigger.type === "self-service" ? (
          <Badge tone={operationWords[trigger.operation].tone}>
            {operationWords[trigger.operation].label}
          </Badge>
        ) : (
          <Badge>Automation</Badge>
        ),
    },
    {
      id: "blueprint",
      header: "Blueprint",
      cell: ({ trigger }) => (
        <span className="font-mono text-xs">
          {trigger.type === "self-service" ? trigger.blueprintIdentifier : eventSubject(trigger.event)}
        </span>
      ),
    },
    {
      id: "approval",
      header: "Approval",
      priority: 3,
      cell: (action) => (action.requiredApproval ? "Needed" : "Not needed"),
    },
    {
      id: "published",
      header: "Status",
      cell: (action) => (
        <StatusBadge variant="plain" status={action.publish === false ? "draft" : "published"} />
      ),
    },
    { id: "revision", header: "Revision", align: "right", priority: 3, cell: (action) => action.revision },
    {
      id: "updated",
      header: "Updated",
      width: "w-36",
      cell: (action) => <RelativeTime value={action.updatedAt} />,
    },
    {
      id: "commands",
      header: "Commands",
      hideable: false,
      cell: (action) => (
        <ConfirmDialog
          title={`Delete the action ${action.title ?? action.identifier}?`}
          description="Its runs stay readable. Nobody can run it any more."
          confirmLabel="Delete action"
          typeToConfirm={action.identifier}
          trigger={
            <Button size="sm" variant="destructive-outline">
              Delete
            </Button>
          }
          onConfirm={async () => {
            await remove.mutateAsync({ identifier: action.identifier });
            toast.success(`${action.title ?? action.identifier} was deleted`);
          }}
        />
      ),
    },
  ];
  return (
    <DataTable
      label="actions"
      columns={columns}
      rows={query.data}
      rowId={(action) => action.identifier}
      error={query.error}
      onRetry={() => void query.refetch()}
      empty={
        <EmptyState icon={Zap} title="No actions yet" action={create}>
          An action is a golden path: a form, the template that it runs, and who has to approve.
        </EmptyState>
      }
    />
  );
}

/** What an event is about: entities of a blueprint, or runs of an action. */
const eventSubject = (event: { blueprintIdentifier: string } | { actionIdentifier: string }): string =>
  "blueprintIdentifier" in event ? event.blueprintIdentifier : event.actionIdentifier;
