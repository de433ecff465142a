"use client";

import { ChevronDown, ChevronUp, Clock, Download, Search } from "lucide-react";
import { Button, buttonVariants } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";

export interface LogToolbarProps {
  live: boolean;
  query: string;
  onQuery: (query: string) => void;
  matches: number;
  /** From 0; -1 before the first step. */
  position: number;
  onStep: (step: 1 | -1) => void;
  showTime: boolean;
  onShowTime: (show: boolean) => void;
  /** Address of the complete file. */
  downloadHref: string;
}

/** Search, times and download of a log. */
export function LogToolbar({
  live,
  query,
  onQuery,
  matches,
  position,
  onStep,
  showTime,
  onShowTime,
  downloadHref,
}: LogToolbarProps) {
  return (
    <div className="print-hidden flex flex-wrap items-center gap-1.5 border-b px-2 py-1.5">
      <div className="min-w-40 flex-1 sm:max-w-72">
        <Input
          aria-label="Search the log"
          placeholder="Search the log"
          data-filter-input
          value={query}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
            if (event.key === "Escape") onQuery("");
          }}
          prefix={<Search aria-hidden className="size-3.5" />}
          className="h-7"
        />
      </div>
      {query && (
        <div className="flex items-center">
          <span role="status" className="text-muted-foreground tabular px-1 text-xs">
            {matches === 0
              ? "No match"
              : position < 0
                ? `${matches} ${matches === 1 ? "line" : "lines"}`
                : `${position + 1} of ${matches}`}
          </span>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label="Previous match"
            disabled={matches === 0}
            onClick={() => onStep(-1)}
          >
            <ChevronUp aria-hidden />
          </Button>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label="Next match"
            disabled={matches === 0}
            onClick={() => onStep(1)}
          >
            <ChevronDown aria-hidden />
          </Button>
        </div>
      )}
      <div className="ml-auto flex items-center gap-0.5">
        {live && (
          <span className="text-info mr-1.5 inline-flex items-center gap-1.5 text-xs font-medium">
            <span aria-hidden className="bg-info size-1.5 animate-pulse rounded-full" />
            Live
          </span>
        )}
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Show times"
          title="Show times"
          aria-pressed={showTime}
          onClick={() => onShowTime(!showTime)}
          className={cn("text-muted-foreground", showTime && "bg-accent text-foreground")}
        >
          <Clock aria-hidden />
        </Button>
        <a
          href={downloadHref}
          download
          aria-label="Download log"
          title="Download log"
          className={cn(buttonVariants({ variant: "ghost", size: "icon-sm" }), "text-muted-foreground")}
        >
          <Download aria-hidden />
        </a>
      </div>
    </div>
  );
}
