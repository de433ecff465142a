"use client";

import { cn } from "@/components/ui/cn";
import { markParts, plainText } from "./lines";
import type { LogLine } from "./lines";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export interface LogRowProps {
  line: LogLine;
  html: string;
  /** The search, when this line matches it. */
  query: string;
  /** The match that the reader is at, or the line of the address. */
  current: boolean;
  showTime: boolean;
  showStage: boolean;
  onLocate: (seq: number) => void;
}

/** One line of the log. */
export function LogRow({ line, html, query, current, showTime, showStage, onLocate }: LogRowProps) {
  const level = line.level?.toLowerCase();
  return (
    <>
      {showStage && line.stage && (
        <div className="text-muted-foreground mt-1 flex h-7 items-center gap-2 px-3 font-sans text-xs font-medium">
          {line.stage}
          <span className="bg-border h-px flex-1" />
        </div>
      )}
      <div
        className={cn(
          "group/line hover:bg-accent/50 flex px-3",
          current && "bg-warning-subtle hover:bg-warning-subtle",
        )}
      >
        <a
          href={`#L${line.seq}`}
          aria-label={`Line ${line.seq}`}
          onClick={(event) => {
            event.preventDefault();
            onLocate(line.seq);
          }}
          className="text-muted-foreground tabular hover:text-foreground w-11 shrink-0 pr-3 text-right select-none focus-visible:-outline-offset-2"
        >
          {line.seq}
        </a>
        {showTime && (
          <time
            dateTime={new Date(line.at).toISOString()}
            className="text-muted-foreground tabular shrink-0 pr-3 select-none"
          >
            {clock.format(new Date(line.at))}
          </time>
        )}
        <span
          className={cn(
            "min-w-0 flex-1 break-words whitespace-pre-wrap",
            (level === "error" || level === "fatal") && "text-danger",
            (level === "warn" || level === "warning") && "text-warning",
          )}
        >
          {query ? (
            markParts(plainText(line.text), query).map((part, index) =>
              part.match ? (
                <mark key={index} className="bg-warning-border text-foreground rounded-xs">
                  {part.text}
                </mark>
              ) : (
                part.text
              ),
            )
          ) : (
            <span dangerouslySetInnerHTML={{ __html: html || "\u200b" }} />
          )}
        </span>
      </div>
    </>
  );
}
