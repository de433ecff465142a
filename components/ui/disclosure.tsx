"use client";

import { cloneElement, createContext, useContext, useMemo, useRef, useState } from "react";
import type { MouseEvent, ReactElement, ReactNode, RefObject } from "react";

/** What a popup shares with its trigger. */
export interface DisclosureValue {
  open: boolean;
  /** Whether it was ever open: before that its code is not even loaded. */
  used: boolean;
  setOpen: (open: boolean) => void;
  trigger: RefObject<HTMLElement | null>;
}

const DisclosureContext = createContext<DisclosureValue | null>(null);

/** The popup around. */
export function useDisclosure(): DisclosureValue {
  const value = useContext(DisclosureContext);
  if (!value)
    throw new Error("A trigger, content or close button stands outside of its dialog, sheet or menu.");
  return value;
}

export interface DisclosureProps {
  /** With `onOpenChange`, makes it controlled. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
}

/** The open state of one popup. It is light: what draws the popup is loaded at its first opening. */
export function Disclosure({ open: outer, onOpenChange, children }: DisclosureProps) {
  const [inner, setInner] = useState(false);
  const open = outer ?? inner;
  const [used, setUsed] = useState(open);
  if (open && !used) setUsed(true);
  const trigger = useRef<HTMLElement | null>(null);
  const value = useMemo(
    () => ({
      open,
      used,
      trigger,
      setOpen: (next: boolean) => {
        setInner(next);
        onOpenChange?.(next);
      },
    }),
    [open, used, onOpenChange],
  );
  return <DisclosureContext value={value}>{children}</DisclosureContext>;
}

type Clickable = ReactElement<{
  onClick?: (event: MouseEvent<HTMLElement>) => void;
  onPointerEnter?: () => void;
  "aria-haspopup"?: "dialog" | "menu";
  "aria-expanded"?: boolean;
}>;

/** The button that opens it. `load` fetches the popup as soon as a hand moves towards the button. */
export function DisclosureTrigger({
  render,
  kind,
  load,
}: {
  render: Clickable;
  kind: "dialog" | "menu";
  load: () => unknown;
}) {
  const { open, setOpen, trigger } = useDisclosure();
  return cloneElement(render, {
    "aria-haspopup": kind,
    "aria-expanded": open,
    onPointerEnter: () => void load(),
    onClick: (event) => {
      render.props.onClick?.(event);
      trigger.current = event.currentTarget;
      setOpen(!open);
    },
  });
}

/** A button that closes it. */
export function DisclosureClose({ render }: { render: Clickable }) {
  const { setOpen } = useDisclosure();
  return cloneElement(render, {
    onClick: (event) => {
      render.props.onClick?.(event);
      setOpen(false);
    },
  });
}

export type { Clickable };
