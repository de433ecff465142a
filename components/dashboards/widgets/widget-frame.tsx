"use client";

import { useId, useRef } from "react";
import type { ReactNode } from "react";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { cn } from "@/components/ui/cn";
import { useScrolls } from "./use-scrolls";

interface WidgetFrameProps {
  title: string;
  description?: string | undefined;
  icon?: string | undefined;
  /** What can be done with what is shown. */
  commands?: ReactNode;
  /** What arranges the widget while its page is edited; before its title. */
  handle?: ReactNode;
  /** Within a group: one level lower. */
  nested?: boolean;
  /** Room around what is shown; off for tables and lists that go edge to edge. */
  padded?: boolean;
  /** Without a row for the title, for text that has its own headings. */
  bare?: boolean;
  /** What is shown cannot be used now, as while the page is edited. */
  still?: boolean;
  children: ReactNode;
}

/** The frame of every widget: title, commands, and a body that scrolls by itself. */
export function WidgetFrame({
  title,
  description,
  icon,
  commands,
  handle,
  nested = false,
  padded = true,
  bare = false,
  still = false,
  children,
}: WidgetFrameProps) {
  const id = useId();
  const body = useRef<HTMLDivElement>(null);
  const scrolls = useScrolls(body);
  const Heading = nested ? "h3" : "h2";
  const headless = bare && !handle;
  return (
    <section
      aria-labelledby={id}
      className={cn(
        "bg-card text-card-foreground flex h-full min-w-0 flex-col overflow-clip rounded-lg border",
        nested && "min-h-40",
      )}
    >
      <header
        className={cn(
          headless ? "sr-only" : "flex min-h-10 shrink-0 items-center gap-x-2 border-b px-4 py-1.5",
          handle && "pl-2",
        )}
      >
        {handle}
        {icon && <NamedIcon name={icon} className="text-muted-foreground shrink-0" />}
        <div className="min-w-0 flex-1">
          <Heading id={id} className="truncate text-sm font-semibold tracking-tight" title={title}>
            {title}
          </Heading>
          {description && <p className="text-muted-foreground line-clamp-2 text-xs">{description}</p>}
        </div>
        {commands && <div className="flex shrink-0 items-center gap-1 print:hidden">{commands}</div>}
      </header>
      <div
        ref={body}
        inert={still}
        {...(scrolls && !still && { tabIndex: 0, role: "group", "aria-label": `${title}, contents` })}
        className={cn("min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2 print:overflow-visible")}
      >
        <div className={cn("min-w-0", padded && "p-4")}>{children}</div>
      </div>
    </section>
  );
}
