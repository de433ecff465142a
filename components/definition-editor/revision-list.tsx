"use client";

import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";

export interface RevisionLine {
  key: string;
  title: ReactNode;
  detail: ReactNode;
  /** What it changed, in words. */
  summary?: string;
}

interface RevisionListProps {
  lines: readonly RevisionLine[];
  selected: string;
  onSelect: (key: string) => void;
}

/** The history of a definition, newest first, to choose from. */
export function RevisionList({ lines, selected, onSelect }: RevisionListProps) {
  return (
    <Card className="overflow-hidden p-1">
      <ol aria-label="Revisions, newest first" className="max-h-[70dvh] overflow-y-auto">
        {lines.map(({ key, title, detail, summary }) => (
          <li key={key}>
            <button
              type="button"
              aria-current={key === selected ? "true" : undefined}
              onClick={() => onSelect(key)}
              className={cn(
                "hover:bg-accent grid w-full gap-0.5 rounded-md px-2 py-1.5 text-left focus-visible:-outline-offset-2",
                key === selected && "bg-primary-subtle hover:bg-primary-subtle",
              )}
            >
              <span className="tabular text-sm font-medium">{title}</span>
              <span className="text-muted-foreground truncate text-xs">{detail}</span>
              {summary && <span className="text-muted-foreground text-xs text-pretty">{summary}</span>}
            </button>
          </li>
        ))}
      </ol>
    </Card>
  );
}
