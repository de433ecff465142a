import { Box, Zap } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { iconByName } from "./icon-names";

export interface NamedIconProps {
  /** A published icon name, such as "Microservice"; anything unknown gets the neutral drawing. */
  name?: string | null | undefined;
  fallback?: "entity" | "action";
  className?: string;
}

/** The icon of a blueprint, an entity or an action. Decorative: the name stands beside it. */
export function NamedIcon({ name, fallback = "entity", className }: NamedIconProps) {
  const Icon = iconByName(name) ?? (fallback === "action" ? Zap : Box);
  return <Icon aria-hidden strokeWidth={1.75} className={cn("size-4 shrink-0", className)} />;
}

/** The same on a small tile, for cards and page headers. */
export function IconTile({ size = "md", ...props }: NamedIconProps & { size?: "md" | "lg" }) {
  return (
    <span
      aria-hidden
      className={cn(
        "bg-muted text-muted-foreground inline-flex shrink-0 items-center justify-center rounded-md border",
        size === "md" ? "size-7" : "size-9 rounded-lg",
      )}
    >
      <NamedIcon {...props} className={size === "md" ? "size-4" : "size-4.5"} />
    </span>
  );
}
