"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { Disclosure, DisclosureClose, DisclosureTrigger, useDisclosure } from "./disclosure";
import type { Clickable } from "./disclosure";

const load = () => import("./dialog-popup");
const Popup = dynamic(() => load().then((module) => module.DialogPopup), { ssr: false });

/** State of a dialog: `open`, `onOpenChange(open)`; uncontrolled without them. */
export const Dialog = Disclosure;

/** Opens it: `<DialogTrigger render={<Button>…</Button>} />`. */
export function DialogTrigger({ render }: { render: Clickable }) {
  return <DisclosureTrigger render={render} kind="dialog" load={load} />;
}

/** Closes it: `<DialogClose render={<Button>Cancel</Button>} />`. */
export const DialogClose = DisclosureClose;

export interface DialogContentProps {
  title: ReactNode;
  description?: ReactNode;
  /** Buttons of the bottom row, primary last. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg" | "xl";
  className?: string;
  children?: ReactNode;
}

/** The popup: title, scrolling body, footer. Loaded at the first opening. */
export function DialogContent(props: DialogContentProps) {
  const { open, used, setOpen, trigger } = useDisclosure();
  return used ? <Popup {...props} open={open} onOpenChange={setOpen} trigger={trigger} /> : null;
}
