"use client";

import { createContext, useContext, useEffect, useId, useRef, useState } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import { cn } from "./cn";

interface TabsContextValue {
  id: string;
  value: string;
  choose: (value: string) => void;
}

const TabsContext = createContext<TabsContextValue | null>(null);

function useTabs(): TabsContextValue {
  const tabs = useContext(TabsContext);
  if (!tabs) throw new Error("A tab stands outside of Tabs.");
  return tabs;
}

export interface TabsProps {
  defaultValue?: string;
  /** With `onValueChange`, makes it controlled. */
  value?: string;
  onValueChange?: (value: string) => void;
  className?: string;
  children: ReactNode;
}

/** Tabs within a page. Where the tab is part of the address take LinkTabs. */
export function Tabs({ defaultValue = "", value: outer, onValueChange, className, children }: TabsProps) {
  const id = useId();
  const [inner, setInner] = useState(defaultValue);
  const value = outer ?? inner;
  const choose = (next: string) => {
    setInner(next);
    onValueChange?.(next);
  };
  return (
    <TabsContext value={{ id, value, choose }}>
      <div className={className}>{children}</div>
    </TabsContext>
  );
}

/** The row of tabs. Arrows, Home and End move, and choose what they reach. */
export function TabsList({
  label,
  className,
  children,
}: {
  label?: string;
  className?: string;
  children: ReactNode;
}) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]:not(:disabled)")];
    const at = tabs.indexOf(document.activeElement as HTMLElement);
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1 + tabs.length, Home: 0, End: tabs.length - 1 }[
      event.key
    ];
    if (target === undefined || at === -1) return;
    event.preventDefault();
    const tab = tabs[target % tabs.length];
    tab?.focus();
    tab?.click();
  };
  return (
    <div
      role="tablist"
      aria-label={label}
      onKeyDown={onKeyDown}
      className={cn("flex gap-5 overflow-x-auto overflow-y-hidden border-b", className)}
    >
      {children}
    </div>
  );
}

/** One tab. */
export function TabsTab({
  value,
  disabled,
  className,
  children,
}: {
  value: string;
  disabled?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const tabs = useTabs();
  const active = tabs.value === value;
  const button = useRef<HTMLButtonElement>(null);
  // On a narrow screen the row scrolls: a link to a late tab shows it. Only the row moves, never the page.
  useEffect(() => {
    const list = button.current?.parentElement;
    if (!active || !button.current || !list) return;
    const [tab, row] = [button.current.getBoundingClientRect(), list.getBoundingClientRect()];
    if (tab.right > row.right) list.scrollLeft += tab.right - row.right;
    else if (tab.left < row.left) list.scrollLeft -= row.left - tab.left;
  }, [active]);
  return (
    <button
      ref={button}
      type="button"
      role="tab"
      id={`${tabs.id}-tab-${value}`}
      aria-selected={active}
      aria-controls={active ? `${tabs.id}-panel-${value}` : undefined}
      tabIndex={active ? 0 : -1}
      disabled={disabled}
      onClick={() => tabs.choose(value)}
      className={cn(
        "-mb-px inline-flex h-9 items-center gap-1.5 border-b-2 px-0.5 text-sm font-medium whitespace-nowrap transition-colors focus-visible:-outline-offset-2",
        active
          ? "border-primary text-foreground"
          : "text-muted-foreground hover:text-foreground border-transparent",
        className,
      )}
    >
      {children}
    </button>
  );
}

/** What the tab of the same `value` shows. */
export function TabsPanel({
  value,
  className,
  children,
}: {
  value: string;
  className?: string;
  children: ReactNode;
}) {
  const tabs = useTabs();
  if (tabs.value !== value) return null;
  return (
    <div
      role="tabpanel"
      id={`${tabs.id}-panel-${value}`}
      aria-labelledby={`${tabs.id}-tab-${value}`}
      tabIndex={0}
      className={cn("pt-4", className)}
    >
      {children}
    </div>
  );
}
