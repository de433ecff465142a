"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import type { DataTableColumn } from "@/components/data-table/columns";
import { readFailure } from "@/components/states/domain-error";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { formatBytes } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { ReasonDialog } from "./reason-dialog";
import type { VersionRow, WorkspaceView } from "./workspace-types";

const VersionDiff = dynamic(() => import("./version-diff").then((module) => module.VersionDiff), {
  ssr: false,
});

const ORIGINS = { terraform: "Terraform", restore: "Restored", rescue: "Rescued" } as const;

/** Every version of the state, the newest first. Nothing of it is ever rewritten. */
export function VersionsTab({ workspace }: { workspace: WorkspaceView }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const workspaceId = workspace.id;
  const query = useQuery(trpc.runs.workspaces.versions.queryOptions({ workspaceId }));
  const restore = useMutation(trpc.runs.workspaces.restoreVersion.mutationOptions());
  const download = useMutation(
    trpc.runs.workspaces.downloadVersion.mutationOptions({
      gcTime: 0,
      onError: (error) =>
        toast.error("The state was not downloaded", { description: readFailure(error).message }),
    }),
  );
  /** The version whose changes are looked at. */
  const [compared, setCompared] = useState<number | null>(null);
  const newest = query.data?.[0]?.version;

  const save = async (version: number) => {
    const { text } = await download.mutateAsync({ workspaceId, version });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `${workspace.blueprint}-${workspace.entity}-v${version}.tfstate`;
    link.click();
    // The browser reads it after this turn.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  const columns: DataTableColumn<VersionRow>[] = [
    {
      id: "version",
      header: "Version",
      priority: 1,
      cell: ({ version }) => (
        <button
          type="button"
          data-row-focus
          className="rounded-xs font-medium underline-offset-4 hover:underline"
          onClick={() => setCompared(version)}
        >
          Version {version}
        </button>
      ),
    },
    {
      id: "author",
      header: "Author",
      priority: 2,
      cell: ({ authorName, runId, origin, reason }) => (
        <span className="min-w-0">
          {authorName ?? "–"}
          {reason !== null && <span className="text-muted-foreground block text-xs">{reason}</span>}
          {reason === null && origin !== "terraform" && ` (${ORIGINS[origin]})`}
          {runId && (
            <Link
              className="text-primary-text ml-1.5 text-xs underline underline-offset-2"
              href={`/runs/${runId}`}
              aria-label={`Run ${runId}`}
            >
              run
            </Link>
          )}
        </span>
      ),
    },
    { id: "origin", header: "By", priority: 3, cell: ({ origin }) => ORIGINS[origin] },
    { id: "serial", header: "Serial", align: "right", priority: 3, cell: ({ serial }) => serial },
    {
      id: "resources",
      header: "Resources",
      align: "right",
      priority: 3,
      cell: ({ resources }) => resources ?? "–",
    },
    { id: "size", header: "Size", align: "right", priority: 3, cell: ({ size }) => formatBytes(size) },
    { id: "at", header: "Stored", priority: 2, cell: ({ createdAt }) => <RelativeTime value={createdAt} /> },
    {
      id: "commands",
      header: "Commands",
      hideable: false,
      cell: ({ version }) => (
        <span className="flex flex-wrap justify-end gap-1.5">
          <Button size="sm" variant="ghost" onClick={() => setCompared(version)}>
            Changes<span className="sr-only"> of version {version}</span>
          </Button>
          {workspace.can.download && (
            <Button
              size="sm"
              variant="ghost"
              loading={download.isPending && download.variables.version === version}
              onClick={() => void save(version)}
            >
              Download<span className="sr-only"> version {version}</span>
            </Button>
          )}
          {workspace.can.restore && version !== newest && (
            <ReasonDialog
              trigger={
                <Button size="sm" variant="ghost">
                  Restore<span className="sr-only"> version {version}</span>
                </Button>
              }
              title={`Restore version ${version}?`}
              description={`Its content becomes version ${(newest ?? version) + 1}; no version is rewritten. The infrastructure itself stays as it is: the next plan shows where it differs.`}
              label="Why it is restored"
              confirmLabel="Restore"
              onConfirm={async (reason) => {
                const made = await restore.mutateAsync({ workspaceId, version, reason });
                toast.success(`Version ${version} was restored as version ${made.version}`);
                await queryClient.invalidateQueries(trpc.runs.workspaces.pathFilter());
              }}
            />
          )}
        </span>
      ),
    },
  ];
  return (
    <>
      <DataTable
        label="state versions"
        columns={columns}
        rows={query.data}
        rowId={({ id }) => id}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState title="No state yet">
            Terraform writes one with the first apply of this workspace.
          </EmptyState>
        }
      />
      {workspace.can.download && (query.data?.length ?? 0) > 0 && (
        <p className="text-muted-foreground text-xs">
          A downloaded state holds secrets in clear. Each download is recorded in the audit log.
        </p>
      )}
      {compared !== null && query.data && (
        <VersionDiff
          workspaceId={workspaceId}
          versions={query.data}
          version={compared}
          onClose={() => setCompared(null)}
        />
      )}
    </>
  );
}
