import type { ComponentProps } from "react";
import { cn } from "./cn";
import type { Tone } from "./status";

/** Text, surface and hairline of a tone. */
export const toneClasses: Record<Tone, string> = {
  success: "border-success-border bg-success-subtle text-success",
  warning: "border-warning-border bg-warning-subtle text-warning",
  danger: "border-danger-border bg-danger-subtle text-danger",
  info: "border-info-border bg-info-subtle text-info",
  neutral: "border-border bg-muted text-muted-foreground",
};

export interface BadgeProps extends ComponentProps<"span"> {
  tone?: Tone;
  /** Monospace, for identifiers and versions. */
  mono?: boolean;
}

/** A small label: a kind, a tag, a version. For a state with meaning take StatusBadge. */
export function Badge({ tone = "neutral", mono = false, className, ...props }: BadgeProps) {
  return (
    <span
      className={cn(
        "inline-flex h-5 max-w-full shrink-0 items-center gap-1 rounded-sm border px-1.5 align-middle text-xs whitespace-nowrap [&_svg]:size-3",
        toneClasses[tone],
        mono ? "font-mono" : "font-medium",
        className,
      )}
      {...props}
    />
  );
}

/** A count beside a title or a menu item; nothing at zero. */
export function CountBadge({
  count,
  label,
  className,
}: {
  count: number;
  label: string;
  className?: string;
}) {
  if (count <= 0) return null;
  return (
    <span
      className={cn(
        "bg-primary-subtle text-2xs text-primary-text tabular inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full px-1.5 font-semibold",
        className,
      )}
    >
      <span aria-hidden>{count > 99 ? "99+" : count}</span>
      <span className="sr-only">
        {count} {label}
      </span>
    </span>
  );
}
