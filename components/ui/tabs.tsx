"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const tabClasses =
  "relative -mb-px inline-flex h-9 items-center gap-1.5 border-b-2 border-transparent px-0.5 text-sm font-medium whitespace-nowrap text-muted-foreground transition-colors hover:text-foreground";

/** Tabs within a page, by `value` and `onValueChange`. Where the tab is part of the address take LinkTabs. */
export const Tabs = Base.Root;

/** The row of tabs. */
export function TabsList({ className, ...props }: ComponentProps<typeof Base.List> & { className?: string }) {
  return (
    <Base.List
      className={cn("flex gap-5 overflow-x-auto overflow-y-hidden border-b", className)}
      {...props}
    />
  );
}

/** One tab. */
export function TabsTab({ className, ...props }: ComponentProps<typeof Base.Tab> & { className?: string }) {
  return (
    <Base.Tab
      className={cn(
        tabClasses,
        "data-active:border-primary data-active:text-foreground focus-visible:-outline-offset-2",
        className,
      )}
      {...props}
    />
  );
}

/** What the tab of the same `value` shows. */
export function TabsPanel({
  className,
  ...props
}: ComponentProps<typeof Base.Panel> & { className?: string }) {
  return <Base.Panel className={cn("pt-4", className)} {...props} />;
}
