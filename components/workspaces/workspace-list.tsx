"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import dynamic from "next/dynamic";
import { DataTable } from "@/components/data-table/data-table";
import type { DataTableColumn } from "@/components/data-table/columns";
import { RowLink } from "@/components/data-table/row-link";
import { TableFilter } from "@/components/data-table/table-filter";
import { EmptyState } from "@/components/states/states";
import { useShell } from "@/components/shell/shell-context";
import { useTRPC } from "@/components/trpc/provider";
import { Button, ButtonLink } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { DriftBadge } from "./drift-badge";
import {
  WORKSPACE_FILTERS,
  workspaceFilterKeys,
  workspaceListInput,
  workspaceListParsers,
} from "./list-params";
import { WorkspaceStatus } from "./workspace-status";
import type { WorkspaceRow } from "./workspace-types";

const DriftSchedule = dynamic(() => import("./drift-schedule").then((module) => module.DriftSchedule), {
  ssr: false,
});

const columns: readonly DataTableColumn<WorkspaceRow>[] = [
  {
    id: "name",
    header: "Workspace",
    priority: 1,
    cell: (workspace) => (
      <RowLink href={`/workspaces/${workspace.id}`} className="truncate">
        {workspace.name}
      </RowLink>
    ),
  },
  {
    id: "status",
    header: "Status",
    priority: 2,
    cell: ({ status, heldByRun }) => (
      <WorkspaceStatus status={status} heldByRun={heldByRun} variant="plain" />
    ),
  },
  {
    id: "drift",
    header: "Drift",
    priority: 2,
    cell: ({ driftStatus, driftAccepted, status }) =>
      status === "destroyed" ? "–" : <DriftBadge status={driftStatus} accepted={driftAccepted} />,
  },
  { id: "team", header: "Team", priority: 3, cell: ({ team }) => team ?? "–" },
  {
    id: "template",
    header: "Template",
    priority: 2,
    cell: ({ template, templateVersion }) => (
      <span className="min-w-0 truncate">
        {template}
        {templateVersion && <span className="text-muted-foreground"> {templateVersion}</span>}
      </span>
    ),
  },
  {
    id: "resources",
    header: "Resources",
    align: "right",
    priority: 3,
    cell: ({ resources }) => resources ?? "–",
  },
  { id: "version", header: "States", align: "right", priority: 3, cell: ({ version }) => version ?? "–" },
  {
    id: "updated",
    header: "Changed",
    priority: 3,
    cell: ({ updatedAt }) => <RelativeTime value={updatedAt} />,
  },
];

const options = (all: string, values: readonly string[]) => [
  { value: "", label: all },
  ...values.map((value) => ({ value, label: value })),
];

/** Every workspace that the reader may see: what runs have made, with its state. */
export function WorkspaceList() {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const [state, setState] = useQueryStates(workspaceListParsers, { history: "push" });
  const facets = useQuery(trpc.runs.workspaces.facets.queryOptions());
  const query = useInfiniteQuery(
    trpc.runs.workspaces.list.infiniteQueryOptions(workspaceListInput(state), {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const { show, team, template, version, q } = state;
  const filtered = show !== "all" || [team, template, version, q].some((value) => value !== "");
  const clear = () => void setState({ show: "all", team: "", template: "", version: "", q: "" });
  return (
    <>
      {viewer.isAdmin && <DriftSchedule />}
      <DataTable
        label="workspaces"
        columns={columns}
        rows={query.data?.pages.flatMap((page) => page.workspaces)}
        rowId={(workspace) => workspace.id}
        error={query.error}
        onRetry={() => void query.refetch()}
        filtered={filtered}
        onClearFilters={clear}
        refreshing={query.isPlaceholderData}
        toolbar={
          <>
            <TableFilter
              label="Filter workspaces"
              value={q}
              onChange={(next) => void setState({ q: next })}
            />
            <div className="w-48">
              <Select
                label="Show"
                value={show}
                onValueChange={(next) => void setState({ show: next })}
                options={workspaceFilterKeys.map((key) => ({
                  value: key,
                  label: WORKSPACE_FILTERS[key].label,
                }))}
              />
            </div>
            {(facets.data?.teams.length ?? 0) > 1 && (
              <div className="w-40">
                <Select
                  label="Team"
                  value={team}
                  onValueChange={(next) => void setState({ team: next })}
                  options={options("All teams", facets.data?.teams ?? [])}
                />
              </div>
            )}
            {(facets.data?.templates.length ?? 0) > 1 && (
              <div className="w-48">
                <Select
                  label="Template"
                  value={template}
                  onValueChange={(next) => void setState({ template: next })}
                  options={options("All templates", facets.data?.templates ?? [])}
                />
              </div>
            )}
            {(facets.data?.versions.length ?? 0) > 1 && (
              <div className="w-36">
                <Select
                  label="Version"
                  value={version}
                  onValueChange={(next) => void setState({ version: next })}
                  options={options("All versions", facets.data?.versions ?? [])}
                />
              </div>
            )}
          </>
        }
        empty={
          <EmptyState
            icon={Layers}
            title="No workspaces yet"
            action={
              <ButtonLink href="/actions" variant="primary">
                See actions
              </ButtonLink>
            }
          >
            A workspace appears with the first run that makes something by Terraform for one of your teams. It
            keeps the state of what was made.
          </EmptyState>
        }
      />
      {query.hasNextPage && (
        <div className="flex justify-center">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </>
  );
}
