import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import type { Colour } from "@/server/properties/schema";
import styles from "./colour-badge.module.css";

/** An option of a list in the colour that the definition gives it; without one, neutral. The word carries the meaning. */
export function ColourBadge({
  colour,
  className,
  children,
}: {
  colour?: Colour | undefined;
  className?: string;
  children: ReactNode;
}) {
  if (!colour) return <Badge className={className}>{children}</Badge>;
  return (
    <span
      data-colour={colour}
      className={cn(
        "inline-flex h-5 max-w-full shrink-0 items-center truncate rounded-sm border px-1.5 text-xs font-medium whitespace-nowrap",
        styles.badge,
        className,
      )}
    >
      {children}
    </span>
  );
}

/** The colour of an option alone, before its name; an empty place where it has none, so that names stay in line. */
export function ColourDot({ colour }: { colour: Colour | undefined }) {
  if (!colour) return <span aria-hidden className="bg-muted size-3 shrink-0 rounded-full border" />;
  return (
    <span
      aria-hidden
      data-colour={colour}
      className={cn("size-3 shrink-0 rounded-full border-2 border-current!", styles.badge)}
    />
  );
}
