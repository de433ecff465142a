import { cn } from "./cn";

/** Keys of a shortcut, such as `["g", "c"]`. */
export function Kbd({ keys, className }: { keys: readonly string[]; className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-0.5", className)}>
      {keys.map((key, index) => (
        <kbd
          key={index}
          className="bg-muted text-2xs text-muted-foreground inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-xs border px-1 font-sans font-medium"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
