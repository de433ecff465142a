import { cn } from "./cn";

/** Keys of a shortcut, such as `["g", "c"]`. */
export function Kbd({ keys, className }: { keys: readonly string[]; className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-0.5", className)}>
      {keys.map((key, index) => (
        <kbd
          key={index}
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-xs border bg-muted px-1 font-sans text-2xs font-medium text-muted-foreground"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
