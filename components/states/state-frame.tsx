import type { ComponentType, ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** Any drawing that takes these: one of lucide, or one that is named in a definition. */
export type IconComponent = ComponentType<{ className?: string; strokeWidth?: string | number }>;

export interface StateFrameProps {
  icon: IconComponent;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  role?: "alert" | "status";
  tone?: "neutral" | "danger" | "warning";
  /** "page" for a whole page, "region" within a card, "inline" for a short strip. */
  size?: "page" | "region" | "inline";
  className?: string;
}

/** The common frame of the designed states: an icon, one sentence, an explanation, what to do. */
export function StateFrame({
  icon: Icon,
  title,
  children,
  actions,
  role,
  tone = "neutral",
  size = "region",
  className,
}: StateFrameProps) {
  return (
    <div
      role={role}
      className={cn(
        "flex flex-col items-center justify-center gap-3 text-center",
        size === "page" && "min-h-[50dvh] px-4 py-16",
        size === "region" && "px-4 py-10",
        size === "inline" && "px-4 py-5",
        className,
      )}
    >
      <span
        aria-hidden
        className={cn(
          "flex size-9 items-center justify-center rounded-lg border",
          tone === "neutral" && "bg-muted text-muted-foreground",
          tone === "danger" && "border-danger-border bg-danger-subtle text-danger",
          tone === "warning" && "border-warning-border bg-warning-subtle text-warning",
        )}
      >
        <Icon className="size-4.5" strokeWidth={1.75} />
      </span>
      <div className="grid max-w-md gap-1">
        <p className="text-base font-medium text-balance">{title}</p>
        {children && <div className="text-muted-foreground text-sm text-pretty">{children}</div>}
      </div>
      {actions && <div className="mt-1 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
