import { cn } from "@/components/ui/cn";

/** The mark: a trail blaze with a way leading on through it. Coloured by `text-primary`. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 24 24"
      fill="none"
      className={cn("text-primary size-5 shrink-0", className)}
    >
      <path
        d="M5 2.5h14a1.5 1.5 0 0 1 1.5 1.5v11.3a1.5 1.5 0 0 1-.6 1.2l-7 5.2a1.5 1.5 0 0 1-1.8 0l-7-5.2a1.5 1.5 0 0 1-.6-1.2V4A1.5 1.5 0 0 1 5 2.5Z"
        fill="currentColor"
      />
      <path
        d="m7.4 13.4 3-6 2.3 4.1 1.5-2.4 2.4 4.3"
        className="stroke-background"
        strokeWidth="1.9"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** Mark and name. */
export function Logo({ compact = false }: { compact?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2 text-base font-semibold tracking-tight">
      <LogoMark />
      <span className={compact ? "sr-only" : undefined}>Waymark</span>
    </span>
  );
}
