import { NamedIcon } from "@/components/catalog/blueprint-icon";
import type { DataTableColumn } from "@/components/data-table/columns";
import { RowLink } from "@/components/data-table/row-link";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { ActionOverview } from "../action-types";
import { operationWords } from "../action-types";
import { editActionHref } from "../builder/action-paths";
import { backendLabel } from "./backend-label";
import { eventLabel } from "@/components/automations/event-words";
import { ActivityCell } from "@/components/automations/activity-cell";
import type { Activity } from "@/components/automations/activity-cell";
import { DefinitionCommands } from "./definition-commands";
import { subjectOf } from "./list-filter";

const notRunReason = ({ backend }: ActionOverview): string =>
  `This portal does not carry out ${backendLabel(backend)} yet.`;

const scheduleOf = ({ trigger }: ActionOverview): string | null =>
  trigger.type === "automation" && trigger.event.type === "SCHEDULE" ? trigger.event.cron : null;

/** The columns of the list; those of automations say which event instead of which operation. */
export function definitionColumns(
  tab: "actions" | "automations",
  all: readonly ActionOverview[],
  activity: ReadonlyMap<string, Activity>,
): DataTableColumn<ActionOverview>[] {
  return [
    {
      id: "title",
      header: "Name",
      priority: 1,
      cell: (entry) => (
        <span className="flex min-w-0 items-center gap-2">
          <NamedIcon name={entry.icon} fallback="action" className="text-muted-foreground" />
          <RowLink href={editActionHref(entry.identifier)}>{entry.title}</RowLink>
        </span>
      ),
    },
    {
      id: "state",
      header: "State",
      cell: (entry) => (
        <span className="flex flex-wrap items-center gap-1.5">
          <StatusBadge
            variant="plain"
            {...(entry.published
              ? entry.trigger.type === "automation"
                ? { tone: "success" as const, icon: "check" as const, children: "On" }
                : { status: "published" }
              : {
                  tone: "neutral" as const,
                  icon: "dot" as const,
                  children: entry.trigger.type === "automation" ? "Off" : "Hidden",
                })}
          />
          {entry.draft && <Badge tone="info">Draft pending</Badge>}
          {!entry.runnable && (
            <span title={notRunReason(entry)}>
              <Badge tone="warning">Not run here</Badge>
            </span>
          )}
        </span>
      ),
    },
    {
      id: "trigger",
      header: tab === "actions" ? "Does" : "Set off by",
      cell: ({ trigger }) =>
        trigger.type === "self-service" ? (
          <Badge tone={operationWords[trigger.operation].tone}>
            {operationWords[trigger.operation].label}
          </Badge>
        ) : (
          eventLabel(trigger.event.type)
        ),
    },
    {
      id: "subject",
      header: tab === "actions" ? "Blueprint" : "Of",
      cell: (entry) => {
        const { blueprint, action } = subjectOf(entry);
        return <span className="font-mono text-xs">{blueprint ?? action ?? scheduleOf(entry) ?? "–"}</span>;
      },
    },
    {
      id: "activity",
      header: "Last 7 days",
      hidden: tab === "actions",
      cell: ({ id, identifier }) => <ActivityCell activity={activity.get(id)} identifier={identifier} />,
    },
    { id: "backend", header: "Backend", cell: ({ backend }) => backendLabel(backend) },
    {
      id: "approval",
      header: "Approval",
      priority: 3,
      hidden: tab === "automations",
      cell: ({ requiredApproval }) => (requiredApproval ? "Needed" : "Not needed"),
    },
    {
      id: "updated",
      header: "Updated",
      width: tab === "actions" ? "w-44" : "w-32",
      cell: ({ updatedAt, updatedByName }) => (
        <span className="text-muted-foreground truncate">
          <RelativeTime value={updatedAt} />
          {tab === "actions" && ` by ${updatedByName}`}
        </span>
      ),
    },
    {
      id: "commands",
      header: "Commands",
      hideable: false,
      cell: (entry) => <DefinitionCommands entry={entry} all={all} />,
    },
  ];
}
