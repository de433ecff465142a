"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { formatBytes } from "@/components/ui/format";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";

export const INTERVALS = [
  { value: "0", label: "Never" },
  { value: "15", label: "Every 15 minutes" },
  { value: "60", label: "Every hour" },
  { value: "360", label: "Every 6 hours" },
  { value: "1440", label: "Every day" },
  { value: "10080", label: "Every week" },
] as const;

/** The choices, with one for an interval that was set elsewhere. */
export const intervalOptions = (minutes: number) =>
  INTERVALS.some(({ value }) => value === String(minutes))
    ? [...INTERVALS]
    : [...INTERVALS, { value: String(minutes), label: `Every ${minutes} minutes` }];

/** How often all workspaces are checked, for administrators. */
export function DriftSchedule() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const settings = useQuery(trpc.runs.workspaces.driftSettings.queryOptions());
  const machine = useQuery(trpc.runs.workspaces.machine.queryOptions()).data;
  const sandbox = machine?.sandbox;
  const save = useMutation(
    trpc.runs.workspaces.setDriftSettings.mutationOptions({
      onSuccess: () => {
        toast.success("The schedule was saved");
        return queryClient.invalidateQueries(trpc.runs.workspaces.driftSettings.queryFilter());
      },
      onError: (error) =>
        toast.error("The schedule was not saved", { description: readFailure(error).message }),
    }),
  );
  if (!settings.data) return null;
  const { intervalMinutes, concurrency } = settings.data;
  return (
    <div className="text-muted-foreground flex flex-wrap items-center gap-2 text-xs">
      <span id="drift-schedule">Check all workspaces for drift</span>
      <div className="w-44">
        <Select
          label="Check all workspaces for drift"
          value={String(intervalMinutes)}
          options={intervalOptions(intervalMinutes)}
          onValueChange={(value) => save.mutate({ intervalMinutes: Number(value), concurrency })}
        />
      </div>
      <span>A workspace can have a schedule of its own. A check changes nothing.</span>
      {sandbox && (
        <span className={sandbox.active && sandbox.gaps.length === 0 ? undefined : "text-warning"}>
          {!sandbox.active
            ? `Runs are not sandboxed. ${sandbox.why}`
            : sandbox.gaps.length === 0
              ? "Runs are sandboxed."
              : `Runs are sandboxed, with gaps: ${sandbox.gaps.join("; ")}.`}
        </span>
      )}
      {machine && machine.providers.limit > 0 && (
        <span>
          {`${formatBytes(machine.providers.bytes)} of ${formatBytes(machine.providers.limit)} are kept of ${machine.providers.packages} ${machine.providers.packages === 1 ? "provider" : "providers"}.`}
        </span>
      )}
    </div>
  );
}
