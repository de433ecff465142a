"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { buttonVariants } from "./button";
import { cn } from "./cn";

/** A panel from the side, for a peek at a row or a form that keeps the page in sight. */
export const Sheet = Base.Root;
export const SheetTrigger = Base.Trigger;
export const SheetClose = Base.Close;

export interface SheetContentProps {
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  side?: "left" | "right";
  size?: "nav" | "md" | "lg";
  className?: string;
  children?: ReactNode;
}

const widths = { nav: "max-w-72", md: "max-w-md", lg: "max-w-2xl" };

/** The panel: title, scrolling body, footer. */
export function SheetContent({
  title,
  description,
  footer,
  side = "right",
  size = "md",
  className,
  children,
}: SheetContentProps) {
  return (
    <Base.Portal>
      <Base.Backdrop className="backdrop-motion bg-overlay fixed inset-0 z-50" />
      <Base.Popup
        className={cn(
          "bg-popover text-popover-foreground shadow-popup fixed inset-y-0 z-50 flex w-[calc(100%-3rem)] flex-col transition-transform duration-200 ease-out focus-visible:outline-none",
          side === "right"
            ? "right-0 data-ending-style:translate-x-full data-starting-style:translate-x-full"
            : "left-0 data-ending-style:-translate-x-full data-starting-style:-translate-x-full",
          widths[size],
          className,
        )}
      >
        <div className="flex items-start gap-3 px-5 pt-4 pb-3">
          <div className="min-w-0 flex-1">
            <Base.Title className="text-lg leading-6 font-semibold tracking-tight">{title}</Base.Title>
            {description && (
              <Base.Description className="text-muted-foreground mt-0.5 text-sm">
                {description}
              </Base.Description>
            )}
          </div>
          <Base.Close
            aria-label="Close"
            className={cn(
              buttonVariants({ variant: "ghost", size: "icon-sm" }),
              "text-muted-foreground -mt-0.5 -mr-2",
            )}
          >
            <X aria-hidden />
          </Base.Close>
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-0.5 pb-5">{children}</div>
        {footer && (
          <div className="bg-muted/50 flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</div>
        )}
      </Base.Popup>
    </Base.Portal>
  );
}
