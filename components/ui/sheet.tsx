"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { Disclosure, DisclosureClose, DisclosureTrigger, useDisclosure } from "./disclosure";
import type { Clickable } from "./disclosure";

const load = () => import("./sheet-popup");
const Popup = dynamic(() => load().then((module) => module.SheetPopup), { ssr: false });

/** A panel from the side, for a peek at a row or a form that keeps the page in sight. */
export const Sheet = Disclosure;

/** `<SheetTrigger render={<Button>…</Button>} />` */
export function SheetTrigger({ render }: { render: Clickable }) {
  return <DisclosureTrigger render={render} kind="dialog" load={load} />;
}

export const SheetClose = DisclosureClose;

export interface SheetContentProps {
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  side?: "left" | "right";
  size?: "nav" | "md" | "lg";
  className?: string;
  children?: ReactNode;
}

/** The panel: title, scrolling body, footer. Loaded at the first opening. */
export function SheetContent(props: SheetContentProps) {
  const { open, used, setOpen, trigger } = useDisclosure();
  return used ? <Popup {...props} open={open} onOpenChange={setOpen} trigger={trigger} /> : null;
}
