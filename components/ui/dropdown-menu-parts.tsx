"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ComponentProps, ReactNode, RefObject } from "react";
import { cn } from "./cn";
import { Kbd } from "./kbd";

const itemClasses =
  "relative flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none select-none data-highlighted:bg-accent data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted-foreground";

export interface MenuPopupProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  anchor: RefObject<HTMLElement | null>;
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
  className?: string;
  children?: ReactNode;
}

/** The popup of a menu at its button. */
export function MenuPopup({
  open,
  onOpenChange,
  anchor,
  align = "start",
  side = "bottom",
  className,
  children,
}: MenuPopupProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Positioner
          anchor={anchor}
          align={align}
          side={side}
          sideOffset={4}
          className="z-50 outline-none"
        >
          <Base.Popup
            finalFocus={anchor}
            className={cn(
              "popup-motion bg-popover text-popover-foreground shadow-popup max-h-(--available-height) min-w-44 origin-(--transform-origin) overflow-y-auto rounded-lg p-1 outline-none",
              className,
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export const MenuGroup = Base.Group;
export const MenuRadioGroup = Base.RadioGroup;

export interface MenuItemProps extends Omit<ComponentProps<typeof Base.Item>, "className"> {
  tone?: "default" | "danger";
  shortcut?: readonly string[];
  className?: string;
}

/** A command. */
export function MenuItem({ tone = "default", shortcut, className, children, ...props }: MenuItemProps) {
  return (
    <Base.Item
      className={cn(
        itemClasses,
        tone === "danger" && "text-danger data-highlighted:bg-danger-subtle [&_svg]:text-danger",
        className,
      )}
      {...props}
    >
      {children}
      {shortcut && <Kbd keys={shortcut} className="ml-auto pl-4" />}
    </Base.Item>
  );
}

/** A command that goes somewhere: `<DropdownMenuLinkItem render={<Link href="…" />}>`. */
export function MenuLinkItem({
  className,
  ...props
}: Omit<ComponentProps<typeof Base.LinkItem>, "className"> & { className?: string }) {
  return <Base.LinkItem closeOnClick className={cn(itemClasses, className)} {...props} />;
}

/** A command that is on or off. */
export function MenuCheckboxItem({
  className,
  children,
  ...props
}: Omit<ComponentProps<typeof Base.CheckboxItem>, "className"> & { className?: string }) {
  return (
    <Base.CheckboxItem className={cn(itemClasses, "pr-8", className)} {...props}>
      {children}
      <ItemMark>
        <Base.CheckboxItemIndicator>
          <Check aria-hidden />
        </Base.CheckboxItemIndicator>
      </ItemMark>
    </Base.CheckboxItem>
  );
}

/** One of several. */
export function MenuRadioItem({
  className,
  children,
  ...props
}: Omit<ComponentProps<typeof Base.RadioItem>, "className"> & { className?: string }) {
  return (
    <Base.RadioItem className={cn(itemClasses, "pr-8", className)} {...props}>
      {children}
      <ItemMark>
        <Base.RadioItemIndicator>
          <Check aria-hidden />
        </Base.RadioItemIndicator>
      </ItemMark>
    </Base.RadioItem>
  );
}

function ItemMark({ children }: { children: ReactNode }) {
  return <span className="[&_svg]:text-primary-text absolute right-2 flex items-center">{children}</span>;
}

/** Heading of a group; must stand inside a group. */
export function MenuLabel({
  className,
  ...props
}: Omit<ComponentProps<typeof Base.GroupLabel>, "className"> & { className?: string }) {
  return (
    <Base.GroupLabel
      className={cn("text-muted-foreground px-2 pt-1.5 pb-1 text-xs font-medium", className)}
      {...props}
    />
  );
}

/** A hairline between groups. */
export function MenuSeparator() {
  return <Base.Separator className="bg-border -mx-1 my-1 h-px" />;
}
