"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { RefObject } from "react";
import { buttonVariants } from "./button";
import { cn } from "./cn";
import type { DialogContentProps } from "./dialog";

interface DialogPopupProps extends DialogContentProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Gets the focus back; whatever had it before, when there was no trigger. */
  trigger: RefObject<HTMLElement | null>;
}

const widths = { sm: "sm:max-w-sm", md: "sm:max-w-lg", lg: "sm:max-w-2xl", xl: "sm:max-w-5xl" };

/** The popup of DialogContent, which loads it. */
export function DialogPopup({
  title,
  description,
  footer,
  size = "md",
  className,
  children,
  open,
  onOpenChange,
  trigger,
}: DialogPopupProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="backdrop-motion bg-overlay fixed inset-0 z-50" />
        <Base.Viewport className="fixed inset-0 z-50 flex items-end justify-center p-3 sm:items-start sm:pt-[12vh]">
          <Base.Popup
            finalFocus={() => trigger.current ?? true}
            className={cn(
              "popup-motion bg-popover text-popover-foreground shadow-popup flex max-h-[min(85dvh,52rem)] w-full flex-col overflow-hidden rounded-xl focus-visible:outline-none",
              widths[size],
              className,
            )}
          >
            <div className="flex items-start gap-3 px-5 pt-4 pb-3">
              <div className="min-w-0 flex-1">
                <Base.Title className="text-lg leading-6 font-semibold tracking-tight text-balance">
                  {title}
                </Base.Title>
                {description && (
                  <Base.Description className="text-muted-foreground mt-0.5 text-sm text-pretty">
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
            {children !== undefined && (
              <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-0.5 pb-5">{children}</div>
            )}
            {footer && (
              <div className="bg-muted/50 flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</div>
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
