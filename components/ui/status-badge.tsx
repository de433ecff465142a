import { Check, CircleAlert, CircleSlash, Clock, Dot, Hand, X } from "lucide-react";
import type { ReactNode } from "react";
import { toneClasses } from "./badge";
import { cn } from "./cn";
import { Spinner } from "./spinner";
import { statusLook } from "./status";
import type { StatusIcon, Tone } from "./status";

const icons: Record<StatusIcon, (props: { className?: string }) => ReactNode> = {
  check: (props) => <Check aria-hidden strokeWidth={2.5} {...props} />,
  cross: (props) => <X aria-hidden strokeWidth={2.5} {...props} />,
  alert: (props) => <CircleAlert aria-hidden {...props} />,
  clock: (props) => <Clock aria-hidden {...props} />,
  spin: (props) => <Spinner {...props} />,
  stop: (props) => <CircleSlash aria-hidden {...props} />,
  dot: (props) => <Dot aria-hidden strokeWidth={5} {...props} />,
  hand: (props) => <Hand aria-hidden {...props} />,
};

const textTone: Record<Tone, string> = {
  success: "text-success",
  warning: "text-warning",
  danger: "text-danger",
  info: "text-info",
  neutral: "text-muted-foreground",
};

export interface StatusBadgeProps {
  /** A lifecycle word; tone, icon and label follow from it. */
  status?: string;
  tone?: Tone;
  icon?: StatusIcon;
  /** The word shown, where the one from `status` does not fit. */
  children?: ReactNode;
  /** "plain" drops the surface, for dense tables. */
  variant?: "filled" | "plain";
  className?: string;
}

/** A state as icon + word + colour. */
export function StatusBadge({
  status = "",
  tone,
  icon,
  children,
  variant = "filled",
  className,
}: StatusBadgeProps) {
  const look = statusLook(status);
  const shownTone = tone ?? look.tone;
  return (
    <span
      className={cn(
        "inline-flex shrink-0 items-center gap-1 align-middle text-xs font-medium whitespace-nowrap",
        variant === "filled"
          ? cn("h-5 rounded-sm border pr-1.5 pl-1", toneClasses[shownTone])
          : textTone[shownTone],
        className,
      )}
    >
      {icons[icon ?? (status ? look.icon : "dot")]({ className: "size-3" })}
      {children ?? look.label}
    </span>
  );
}

/** Just the coloured icon of a state, for a timeline. Give the word beside it. */
export function StatusGlyph({ status, className }: { status: string; className?: string }) {
  const look = statusLook(status);
  return (
    <span className={cn("inline-flex", textTone[look.tone], className)}>
      {icons[look.icon]({ className: "size-3.5" })}
    </span>
  );
}
