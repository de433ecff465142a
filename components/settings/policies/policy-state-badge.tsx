import { StatusBadge } from "@/components/ui/status-badge";
import type { PolicyRow } from "./policy-types";

/** Whether a policy judges runs, and whether a change of it waits to. */
export function PolicyStateBadge({
  policy,
}: {
  policy: Pick<PolicyRow, "state" | "revision" | "liveRevision">;
}) {
  const changed = policy.state === "live" && policy.liveRevision !== policy.revision;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      {policy.state === "live" ? (
        <StatusBadge tone="success" icon="check">
          Live
        </StatusBadge>
      ) : policy.state === "draft" ? (
        <StatusBadge tone="neutral" icon="dot">
          Draft
        </StatusBadge>
      ) : (
        <StatusBadge tone="neutral" icon="stop">
          Off
        </StatusBadge>
      )}
      {changed && <span className="text-warning text-xs">Change not published</span>}
    </span>
  );
}
