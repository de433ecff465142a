"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { DescriptionList, EmptyValue } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { ReasonDialog } from "./reason-dialog";
import type { WorkspaceView } from "./workspace-types";

const LINK = "text-primary-text underline underline-offset-2";

/** Facts of a workspace, and its lock with its holder. */
export function WorkspaceAside({ workspace }: { workspace: WorkspaceView }) {
  const { lock, state } = workspace;
  return (
    <>
      <SectionCard title="Workspace">
        <DescriptionList
          columns={1}
          items={[
            {
              term: "Entity",
              value: (
                <Link
                  className={LINK}
                  href={`/catalog/${encodeURIComponent(workspace.blueprint)}/${encodeURIComponent(workspace.entity)}`}
                >
                  {workspace.entity}
                </Link>
              ),
            },
            { term: "Team", value: workspace.team ?? <EmptyValue /> },
            {
              term: "Template",
              value: `${workspace.template}${workspace.templateVersion ? ` ${workspace.templateVersion}` : ""}`,
            },
            {
              term: "Resources",
              value: state?.resources ?? <EmptyValue />,
            },
            {
              term: "State",
              value: state ? `Version ${state.version}, serial ${state.serial}` : "None yet",
            },
            ...(workspace.heldByRun
              ? [
                  {
                    term: "Held by",
                    value: (
                      <Link className={LINK} href={`/runs/${workspace.heldByRun}`}>
                        Run {workspace.heldByRun}
                      </Link>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </SectionCard>
      <SectionCard title="Lock">
        {lock ? <Lock workspace={workspace} /> : <p>The state is not locked.</p>}
      </SectionCard>
    </>
  );
}

function Lock({ workspace }: { workspace: WorkspaceView }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const unlock = useMutation(trpc.runs.workspaces.forceUnlock.mutationOptions());
  const { lock } = workspace;
  if (!lock) return null;
  return (
    <div className="grid gap-3">
      <p>
        Terraform of{" "}
        {lock.runId ? (
          <Link className={LINK} href={`/runs/${lock.runId}`}>
            run {lock.runId}
          </Link>
        ) : (
          "a run that is not known"
        )}
        {lock.who && `, requested by ${lock.who},`} locked it{" "}
        {lock.at ? <RelativeTime value={lock.at} /> : "some time ago"}.
      </p>
      {lock.alive ? (
        <p className="text-muted-foreground text-xs">
          The run still lives. Cancel it, and the lock goes with it; it cannot be taken away meanwhile.
        </p>
      ) : (
        workspace.can.unlock && (
          <ReasonDialog
            trigger={<Button variant="destructive-outline">Take the lock away</Button>}
            title="Take the lock away?"
            description="The run that took it is over. Make sure that none of its processes still writes: two at once would contradict each other."
            label="Why it is taken away"
            confirmLabel="Take the lock away"
            destructive
            onConfirm={async (reason) => {
              await unlock.mutateAsync({ workspaceId: workspace.id, reason });
              toast.success("The lock was taken away");
              await queryClient.invalidateQueries(trpc.runs.workspaces.page.queryFilter());
            }}
          />
        )
      )}
    </div>
  );
}
