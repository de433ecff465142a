import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

export interface PageHeaderProps {
  /** The one h1 of the page. */
  title: ReactNode;
  description?: ReactNode;
  /** Avatar or icon before the title. */
  icon?: ReactNode;
  /** Status, owner, time: a quiet row under the title. */
  meta?: ReactNode;
  /** The one primary action. */
  action?: ReactNode;
  /** Quieter actions before it. */
  secondaryActions?: ReactNode;
  className?: string;
}

/** Title row of a page: the same place for the title and for the action everywhere. */
export function PageHeader({
  title,
  description,
  icon,
  meta,
  action,
  secondaryActions,
  className,
}: PageHeaderProps) {
  return (
    <div className={cn("flex flex-wrap items-start justify-between gap-x-6 gap-y-3", className)}>
      <div className="flex min-w-0 flex-1 basis-80 items-start gap-3">
        {icon && <div className="mt-0.5 shrink-0">{icon}</div>}
        <div className="min-w-0">
          <h1 className="text-xl font-semibold tracking-[-0.018em] [overflow-wrap:anywhere]">{title}</h1>
          {description && (
            <div className="text-muted-foreground mt-0.5 max-w-[68ch] text-base text-pretty">
              {description}
            </div>
          )}
          {meta && (
            <div className="text-muted-foreground mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
              {meta}
            </div>
          )}
        </div>
      </div>
      {(action || secondaryActions) && (
        <div className="print-hidden flex flex-wrap items-center gap-2">
          {secondaryActions}
          {action}
        </div>
      )}
    </div>
  );
}
