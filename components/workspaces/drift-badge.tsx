import { StatusBadge } from "@/components/ui/status-badge";
import type { DriftStatus } from "@/server/runs/schema";

const LOOK = {
  unknown: { tone: "neutral", icon: "dot", label: "Not checked" },
  in_sync: { tone: "success", icon: "check", label: "In sync" },
  drifted: { tone: "warning", icon: "alert", label: "Drifted" },
  accepted: { tone: "neutral", icon: "check", label: "Drift accepted" },
  failed: { tone: "danger", icon: "cross", label: "Check failed" },
} as const;

/** Whether a workspace is as its state says. */
export function DriftBadge({ status, accepted = false }: { status: DriftStatus; accepted?: boolean }) {
  const { tone, icon, label } = LOOK[status === "drifted" && accepted ? "accepted" : status];
  return (
    <StatusBadge tone={tone} icon={icon} variant="plain">
      {label}
    </StatusBadge>
  );
}
