"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A small surface at its trigger, for filters and details. */
export const Popover = Base.Root;
export const PopoverTrigger = Base.Trigger;
export const PopoverClose = Base.Close;
export const PopoverTitle = Base.Title;

export interface PopoverContentProps extends Omit<ComponentProps<typeof Base.Popup>, "className"> {
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  /** The element it stands at, where no PopoverTrigger opens it. */
  anchor?: ComponentProps<typeof Base.Positioner>["anchor"];
  className?: string;
}

/** What it shows. Give it a PopoverTitle or an aria-label. */
export function PopoverContent({
  align = "start",
  side = "bottom",
  anchor,
  className,
  ...props
}: PopoverContentProps) {
  return (
    <Base.Portal>
      <Base.Positioner anchor={anchor} align={align} side={side} sideOffset={4} className="z-50">
        <Base.Popup
          className={cn(
            "popup-motion bg-popover text-popover-foreground shadow-popup max-h-(--available-height) w-72 origin-(--transform-origin) overflow-y-auto rounded-lg p-3 focus-visible:outline-none",
            className,
          )}
          {...props}
        />
      </Base.Positioner>
    </Base.Portal>
  );
}
