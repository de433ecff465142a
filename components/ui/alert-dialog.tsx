"use client";

import dynamic from "next/dynamic";
import { cloneElement, useEffect, useRef, useState } from "react";
import type { MouseEvent, ReactElement, ReactNode, RefObject } from "react";

const ConfirmPopup = dynamic(() => import("./confirm-popup").then((module) => module.ConfirmPopup), {
  ssr: false,
});

export interface ConfirmContent {
  /** Names the act and its object as a question: "Delete database orders?" */
  title: ReactNode;
  /** What will happen, and what cannot be taken back. */
  description: ReactNode;
  /** The verb on the button: "Delete database". */
  confirmLabel: string;
  /** "Cancel" unless that could be read as the act itself. */
  cancelLabel?: string;
  tone?: "primary" | "destructive";
  /** When given, the person has to type exactly this before the button acts. */
  typeToConfirm?: string;
  /** Waited for; the dialog closes when it fulfils and stays open, showing the reason, when it rejects. */
  onConfirm: () => Promise<unknown> | void;
  /** More between the description and the buttons. */
  children?: ReactNode;
}

export interface ConfirmDialogProps extends ConfirmContent {
  /** The button that opens it, or control it with `open`. */
  trigger?: ReactElement<{ onClick?: (event: MouseEvent<HTMLElement>) => void; "aria-haspopup"?: "dialog" }>;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Gets the focus back, for a dialog out of a menu whose item is gone by then: the menu's button. */
  returnFocusTo?: RefObject<HTMLElement | null>;
}

/** Asks before something that cannot be undone. Never optimistic: it waits for the server. */
export function ConfirmDialog({
  trigger,
  open: outerOpen,
  onOpenChange,
  returnFocusTo,
  ...content
}: ConfirmDialogProps) {
  const [innerOpen, setInnerOpen] = useState(false);
  const [used, setUsed] = useState(false);
  const returnFocus = useRef<HTMLElement | null>(null);
  const open = outerOpen ?? innerOpen;
  useEffect(() => {
    if (!open) return;
    setUsed(true);
    if (!trigger && document.activeElement instanceof HTMLElement)
      returnFocus.current = document.activeElement;
  }, [open, trigger]);
  const setOpen = (next: boolean) => {
    setInnerOpen(next);
    onOpenChange?.(next);
  };
  return (
    <>
      {trigger &&
        cloneElement(trigger, {
          "aria-haspopup": "dialog",
          onClick: (event) => {
            trigger.props.onClick?.(event);
            returnFocus.current = event.currentTarget;
            setOpen(true);
          },
        })}
      {(used || open) && (
        <ConfirmPopup
          {...content}
          open={open}
          onOpenChange={setOpen}
          returnFocus={returnFocusTo ?? returnFocus}
        />
      )}
    </>
  );
}
