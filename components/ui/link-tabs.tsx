import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";

export interface LinkTab {
  /** Value that `current` is compared with. */
  value: string;
  label: ReactNode;
  href: string;
  count?: number | undefined;
}

/** Tabs that are addresses: the page reads the tab from its URL and says which is current. Works without JavaScript. */
export function LinkTabs({
  tabs,
  current,
  label,
  className,
}: {
  tabs: readonly LinkTab[];
  current: string;
  label: string;
  className?: string;
}) {
  return (
    <nav
      aria-label={label}
      data-chrome
      className={cn("flex gap-5 overflow-x-auto overflow-y-hidden border-b", className)}
    >
      {tabs.map((tab) => {
        const active = tab.value === current;
        return (
          <Link
            key={tab.value}
            href={tab.href}
            scroll={false}
            aria-current={active ? "page" : undefined}
            className={cn(
              "-mb-px inline-flex h-9 items-center gap-1.5 border-b-2 px-0.5 text-sm font-medium whitespace-nowrap transition-colors focus-visible:-outline-offset-2",
              active
                ? "border-primary text-foreground"
                : "text-muted-foreground hover:text-foreground border-transparent",
            )}
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="text-muted-foreground tabular text-xs font-normal">{tab.count}</span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
