/// <reference types="next/image-types/global" />
import type { SVGProps } from "react";
import { cn } from "@/components/ui/cn";
import { drawingOf } from "./icon-names";
import sprite from "./icons.svg";

export interface NamedIconProps {
  /** A published icon name, such as "Microservice"; anything unknown gets the neutral drawing. */
  name?: string | null | undefined;
  fallback?: "entity" | "action";
  className?: string;
}

/**
 * The icon of a blueprint, an entity or an action. Decorative: the name stands beside it. All drawings are one file that a
 * browser keeps, since as components they would be 14 kB of every page's code.
 */
export function NamedIcon({
  name,
  fallback = "entity",
  className,
  ...props
}: NamedIconProps & Omit<SVGProps<SVGSVGElement>, keyof NamedIconProps>) {
  const drawing = drawingOf(name) ?? (fallback === "action" ? "zap" : "box");
  return (
    <svg
      aria-hidden
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      {...props}
      className={cn("size-4 shrink-0", className)}
    >
      <use href={`${sprite.src}#${drawing}`} />
    </svg>
  );
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
