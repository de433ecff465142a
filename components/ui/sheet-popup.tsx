"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { RefObject } from "react";
import { buttonVariants } from "./button";
import { cn } from "./cn";
import type { SheetContentProps } from "./sheet";

interface SheetPopupProps extends SheetContentProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Gets the focus back; whatever had it before, when there was no trigger. */
  trigger: RefObject<HTMLElement | null>;
}

const widths = { nav: "max-w-72", md: "max-w-md", lg: "max-w-2xl" };

/** The popup of SheetContent, which loads it. */
export function SheetPopup({
  title,
  description,
  footer,
  side = "right",
  size = "md",
  className,
  children,
  open,
  onOpenChange,
  trigger,
}: SheetPopupProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="backdrop-motion bg-overlay fixed inset-0 z-50" />
        <Base.Popup
          finalFocus={() => trigger.current ?? true}
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
    </Base.Root>
  );
}
