"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { PlanView } from "@/components/runs/plan-view";
import { readFailure } from "@/components/states/domain-error";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { DriftBadge } from "./drift-badge";
import { intervalOptions } from "./drift-schedule";
import { MendDialog } from "./mend-dialog";
import { ReasonDialog } from "./reason-dialog";
import type { DriftView } from "./workspace-types";

/** Whether the workspace is as its state says; if not, what differs, since when, and what can be done. */
export function DriftTab({ workspaceId }: { workspaceId: string }) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.runs.workspaces.drift.queryOptions(
      { workspaceId },
      { refetchInterval: (q) => (q.state.data?.checking ? 1_000 : 30_000) },
    ),
  );
  return (
    <QueryState query={query} what="the drift">
      {(drift) => <Drift workspaceId={workspaceId} drift={drift} />}
    </QueryState>
  );
}

function Drift({ workspaceId, drift }: { workspaceId: string; drift: DriftView }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries(trpc.runs.workspaces.pathFilter());
  const check = useMutation(
    trpc.runs.workspaces.checkDrift.mutationOptions({
      onSuccess: refresh,
      onError: (error) => toast.error("The check was not begun", { description: readFailure(error).message }),
    }),
  );
  const accept = useMutation(trpc.runs.workspaces.acceptDrift.mutationOptions());
  const schedule = useMutation(
    trpc.runs.workspaces.setDriftInterval.mutationOptions({
      onSuccess: async () => {
        toast.success("The schedule was saved");
        await refresh();
      },
      onError: (error) =>
        toast.error("The schedule was not saved", { description: readFailure(error).message }),
    }),
  );
  const drifted = drift.status === "drifted";
  return (
    <>
      <SectionCard
        title="Drift"
        description="A check plans without changing anything: it compares the state with what there is."
        actions={
          <div className="flex flex-wrap gap-2">
            {(drift.can.check || drift.checking) && (
              <Button
                loading={drift.checking || check.isPending}
                onClick={() => check.mutate({ workspaceId })}
              >
                {drift.checking ? "Checking" : "Check now"}
              </Button>
            )}
            {drift.can.accept && (
              <ReasonDialog
                trigger={<Button>Accept</Button>}
                title="Accept this drift?"
                description="It stays as it is and is no longer counted as drifted. Another drift is told anew."
                label="Why it may stay as it is"
                confirmLabel="Accept drift"
                onConfirm={async (reason) => {
                  await accept.mutateAsync({ workspaceId, reason });
                  toast.success("The drift was accepted");
                  await refresh();
                }}
              />
            )}
            {drift.can.mend && <MendDialog workspaceId={workspaceId} />}
          </div>
        }
      >
        <div className="grid gap-3">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1" role="status">
            <DriftBadge status={drift.status} accepted={drift.accepted !== null} />
            {drifted && drift.since && (
              <span>
                Since <RelativeTime value={drift.since} />
              </span>
            )}
            <span className="text-muted-foreground">
              {drift.checkedAt ? (
                <>
                  Last checked <RelativeTime value={drift.checkedAt} />
                </>
              ) : (
                "Never checked"
              )}
            </span>
          </p>
          {drift.accepted && (
            <p>
              Accepted by {drift.accepted.by} <RelativeTime value={drift.accepted.at} />:{" "}
              {drift.accepted.reason}
            </p>
          )}
          {drift.failure && (
            <p className="text-danger">
              {drift.failure.message} {drift.failure.advice}
            </p>
          )}
          {drift.can.schedule && (
            <div className="flex flex-wrap items-center gap-2">
              <span className="text-muted-foreground text-xs">Check this workspace</span>
              <div className="w-52">
                <Select
                  label="Check this workspace for drift"
                  value={drift.intervalMinutes === null ? "" : String(drift.intervalMinutes)}
                  options={[
                    { value: "", label: "As all workspaces" },
                    ...intervalOptions(drift.intervalMinutes ?? 0),
                  ]}
                  onValueChange={(value) =>
                    schedule.mutate({ workspaceId, minutes: value === "" ? null : Number(value) })
                  }
                />
              </div>
            </div>
          )}
        </div>
      </SectionCard>
      {drifted && drift.plan && (
        <SectionCard title="What differs" padded={false}>
          <PlanView plan={drift.plan} note="Before is what the state has, after is what there is." />
        </SectionCard>
      )}
      {drift.checks.length > 0 && (
        <SectionCard title="Checks">
          <ul className="grid gap-1 text-sm">
            {drift.checks.map((one) => (
              <li key={one.id} className="flex flex-wrap gap-x-3">
                <RelativeTime value={one.at} />
                <span className="text-muted-foreground">{one.by}</span>
                <span>{wordsOf(one)}</span>
              </li>
            ))}
          </ul>
        </SectionCard>
      )}
    </>
  );
}

function wordsOf({ status, resources }: DriftView["checks"][number]): string {
  if (status === "succeeded")
    return resources
      ? `${resources} ${resources === 1 ? "resource differs" : "resources differ"}`
      : "Nothing differs";
  if (status === "failed") return "Failed";
  return status === "cancelled" ? "Given up, since a run had the workspace" : "Under way";
}
