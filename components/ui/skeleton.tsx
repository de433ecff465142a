import { cn } from "./cn";

/** A grey bar in the place of what is loading. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("bg-accent h-3.5 animate-pulse rounded-sm", className)} />;
}
