"use client";

import dynamic from "next/dynamic";
import type { ComponentProps, ReactNode } from "react";
import { Disclosure, DisclosureTrigger, useDisclosure } from "./disclosure";
import type { Clickable } from "./disclosure";
import type {
  MenuCheckboxItem,
  MenuItemProps,
  MenuLinkItem,
  MenuRadioGroup,
  MenuRadioItem,
} from "./dropdown-menu-parts";

const load = () => import("./dropdown-menu-parts");
const Popup = dynamic(() => load().then((parts) => parts.MenuPopup), { ssr: false });

/** `open`, `onOpenChange(open)`; uncontrolled without. */
export const DropdownMenu = Disclosure;

/** `<DropdownMenuTrigger render={<Button>…</Button>} />` */
export function DropdownMenuTrigger({ render }: { render: Clickable }) {
  return <DisclosureTrigger render={render} kind="menu" load={load} />;
}

export interface DropdownMenuContentProps {
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  className?: string;
  children: ReactNode;
}

/** The popup of the menu, loaded when it is first needed. */
export function DropdownMenuContent(props: DropdownMenuContentProps) {
  const { open, used, setOpen, trigger } = useDisclosure();
  return used ? <Popup {...props} open={open} onOpenChange={setOpen} anchor={trigger} /> : null;
}

/** A command. */
export const DropdownMenuItem = dynamic<MenuItemProps>(() => load().then((parts) => parts.MenuItem), {
  ssr: false,
});
/** A command that goes somewhere: `<DropdownMenuLinkItem render={<Link href="…" />}>`. */
export const DropdownMenuLinkItem = dynamic<ComponentProps<typeof MenuLinkItem>>(
  () => load().then((parts) => parts.MenuLinkItem),
  { ssr: false },
);
/** A command that is on or off. */
export const DropdownMenuCheckboxItem = dynamic<ComponentProps<typeof MenuCheckboxItem>>(
  () => load().then((parts) => parts.MenuCheckboxItem),
  { ssr: false },
);
/** One of several. */
export const DropdownMenuRadioItem = dynamic<ComponentProps<typeof MenuRadioItem>>(
  () => load().then((parts) => parts.MenuRadioItem),
  { ssr: false },
);
export const DropdownMenuRadioGroup = dynamic<ComponentProps<typeof MenuRadioGroup>>(
  () => load().then((parts) => parts.MenuRadioGroup),
  { ssr: false },
);
export const DropdownMenuGroup = dynamic<{ children: ReactNode }>(
  () => load().then((parts) => parts.MenuGroup),
  { ssr: false },
);
/** Heading of a group; must stand inside a group. */
export const DropdownMenuLabel = dynamic<{ className?: string; children: ReactNode }>(
  () => load().then((parts) => parts.MenuLabel),
  { ssr: false },
);
/** A hairline between groups. */
export const DropdownMenuSeparator = dynamic(() => load().then((parts) => parts.MenuSeparator), {
  ssr: false,
});
