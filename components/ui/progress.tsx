import { cn } from "./cn";

export interface ProgressProps {
  /** What progresses, for assistive technology. */
  label: string;
  /** Share done, 0 to `max`; null when it is not known. */
  value: number | null;
  max?: number;
  className?: string;
}

/** A bar of how much is done. */
export function Progress({ label, value, max = 100, className }: ProgressProps) {
  return (
    <progress
      aria-label={label}
      max={max}
      {...(value !== null && { value })}
      className={cn(
        "bg-accent [&::-moz-progress-bar]:bg-primary [&::-webkit-progress-bar]:bg-accent [&::-webkit-progress-value]:bg-primary h-1.5 w-full appearance-none overflow-hidden rounded-full [&::-webkit-progress-value]:rounded-full [&::-webkit-progress-value]:transition-[width]",
        value === null && "animate-pulse",
        className,
      )}
    />
  );
}
