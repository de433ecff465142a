"use client";

import { Star } from "lucide-react";
import { cn } from "./cn";

/** The star of a card in a `group/card`: a button that keeps the thing in front. */
export function StarButton({
  title,
  starred,
  onToggle,
}: {
  title: string;
  starred: boolean;
  onToggle: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={starred}
      aria-label={`Favourite: ${title}`}
      onClick={onToggle}
      className={cn(
        "hover:bg-accent inline-flex size-7 items-center justify-center rounded-md transition-opacity",
        starred
          ? "text-warning"
          : "text-muted-foreground sm:opacity-0 sm:group-focus-within/card:opacity-100 sm:group-hover/card:opacity-100",
      )}
    >
      <Star aria-hidden className={cn("size-4", starred && "fill-current")} />
    </button>
  );
}
