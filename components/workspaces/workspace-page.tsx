"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { runColumns } from "@/components/runs/run-list";
import { DataTable } from "@/components/data-table/data-table";
import { DetailPage } from "@/components/shell/page";
import { QueryState } from "@/components/states/query-state";
import { SkeletonPage } from "@/components/states/loading";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { LinkTabs } from "@/components/ui/link-tabs";
import { RelativeTime } from "@/components/ui/relative-time";
import type { WorkspaceTab } from "./tabs";
import { WorkspaceAside } from "./workspace-aside";
import { WorkspaceStatus } from "./workspace-status";
import type { WorkspaceView } from "./workspace-types";

const Resources = dynamic(() => import("./resources-tab").then((module) => module.ResourcesTab));
const Versions = dynamic(() => import("./versions-tab").then((module) => module.VersionsTab));
const Drift = dynamic(() => import("./drift-tab").then((module) => module.DriftTab));

const LABELS: Record<WorkspaceTab, string> = {
  resources: "Resources",
  versions: "State versions",
  drift: "Drift",
  runs: "Runs",
};

/** A workspace: what is in its state, its versions, whether it has drifted, and the runs that made it so. */
export function WorkspacePage({ workspaceId, tab }: { workspaceId: string; tab: WorkspaceTab }) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.runs.workspaces.page.queryOptions(
      { workspaceId },
      { refetchInterval: (q) => (q.state.data?.heldByRun ? 5_000 : 30_000) },
    ),
  );
  return (
    <QueryState query={query} what="the workspace" size="page" skeleton={<SkeletonPage />}>
      {(workspace) => <Loaded workspace={workspace} tab={tab} />}
    </QueryState>
  );
}

function Loaded({ workspace, tab }: { workspace: WorkspaceView; tab: WorkspaceTab }) {
  const { id, name, state } = workspace;
  return (
    <DetailPage
      breadcrumbs={[{ label: "Workspaces", href: "/workspaces" }, { label: name }]}
      title={name}
      meta={
        <>
          <WorkspaceStatus status={workspace.status} heldByRun={workspace.heldByRun} />
          <span>
            Changed <RelativeTime value={workspace.updatedAt} />
          </span>
        </>
      }
      tabs={
        <LinkTabs
          label="Parts of the workspace"
          current={tab}
          tabs={(Object.keys(LABELS) as WorkspaceTab[]).map((value) => ({
            value,
            label: LABELS[value],
            href: value === "resources" ? `/workspaces/${id}` : `/workspaces/${id}?tab=${value}`,
            count: value === "versions" ? state?.version : undefined,
          }))}
        />
      }
      aside={<WorkspaceAside workspace={workspace} />}
    >
      {workspace.status === "blocked" && (
        <section
          aria-label="Blocked"
          className="border-danger-border bg-danger-subtle grid gap-1 rounded-lg border px-4 py-3"
        >
          <h2 className="font-semibold">No run can use this workspace</h2>
          <p>{workspace.blockedReason}</p>
          <p className="text-muted-foreground">
            Open the run that left it so: there it is acknowledged, and a rescued state put in place.{" "}
            {workspace.runs
              .filter((run) => run.status === "interrupted" || run.failure?.code === "state_not_saved")
              .slice(0, 1)
              .map((run) => (
                <Link key={run.id} className="underline underline-offset-2" href={`/runs/${run.id}`}>
                  {run.action.title}
                </Link>
              ))}
          </p>
        </section>
      )}
      {tab === "resources" && <Resources workspaceId={id} />}
      {tab === "versions" && <Versions workspace={workspace} />}
      {tab === "drift" && <Drift workspaceId={id} />}
      {tab === "runs" && (
        <DataTable
          label="runs of the workspace"
          columns={runColumns}
          rows={workspace.runs}
          rowId={(run) => run.id}
          empty={<EmptyState title="No runs that you may see" />}
        />
      )}
    </DetailPage>
  );
}
