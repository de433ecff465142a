import { StatusBadge } from "@/components/ui/status-badge";

const LOOK = {
  active: { tone: "success", icon: "check", label: "In use" },
  blocked: { tone: "danger", icon: "alert", label: "Blocked" },
  destroyed: { tone: "neutral", icon: "stop", label: "Destroyed" },
} as const;

interface WorkspaceStatusProps {
  status: keyof typeof LOOK;
  heldByRun: string | null;
  variant?: "filled" | "plain";
}

/** Whether a workspace can be worked on; one that a run holds says so. */
export function WorkspaceStatus({ status, heldByRun, variant = "filled" }: WorkspaceStatusProps) {
  if (status === "active" && heldByRun !== null)
    return (
      <StatusBadge tone="info" icon="clock" variant={variant}>
        Held by a run
      </StatusBadge>
    );
  const { tone, icon, label } = LOOK[status];
  return (
    <StatusBadge tone={tone} icon={icon} variant={variant}>
      {label}
    </StatusBadge>
  );
}
