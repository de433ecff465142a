"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { useEffect, useMemo, useReducer, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { AnsiLines } from "./ansi";
import { follow, initialFollow } from "./follow";
import { findMatches, parseLineHash } from "./lines";
import type { LogLine } from "./lines";
import { LogRow } from "./log-row";
import { LogToolbar } from "./log-toolbar";
import { subscribePrinting } from "./printing";

export interface LogViewerProps {
  /** In order of `seq`; append to it, or put earlier lines before it. */
  lines: readonly LogLine[];
  /** Whether more lines will come. */
  live: boolean;
  /** Loads earlier lines, while `hasMore`. */
  onLoadMore?: () => void;
  hasMore?: boolean;
  loadingMore?: boolean;
  /** Address of the complete log as a file. */
  downloadHref: string;
  /** Shown while there is no line yet. */
  emptyText?: string;
  className?: string;
}

const LINE_HEIGHT = 24;
/** Lines in the server's own answer: more than fit on the screen. */
const FIRST_ROWS = 40;
const never = () => () => undefined;

/** The log of a run: follows while it is written, stops when the reader scrolls up, links to lines, searches, downloads. */
export function LogViewer({
  lines,
  live,
  onLoadMore,
  hasMore = false,
  loadingMore = false,
  downloadHref,
  emptyText,
  className,
}: LogViewerProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [state, dispatch] = useReducer(follow, live, initialFollow);
  const [query, setQuery] = useState("");
  const [position, setPosition] = useState(-1);
  const [located, setLocated] = useState<number | null>(null);
  const [showTime, setShowTime] = useState(false);
  const [ansi] = useState(() => new AnsiLines());
  const printing = useSyncExternalStore(subscribePrinting.subscribe, subscribePrinting.read, () => false);
  // Before the page lives there is no size to lay lines out by: what is seen first is simply there.
  const alive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const html = useMemo(() => ansi.render(lines), [ansi, lines]);
  const matches = useMemo(() => findMatches(lines, query), [lines, query]);
  const matching = useMemo(() => new Set(matches), [matches]);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: (index) => lines[index]?.seq ?? index,
    overscan: 20,
  });

  // New lines at the end are followed; earlier ones keep the reader's place.
  const known = useRef({ first: lines[0]?.seq, last: lines.at(-1)?.seq ?? 0 });
  useEffect(() => {
    const first = lines[0]?.seq;
    const added =
      known.current.first === undefined ? 0 : lines.findIndex((line) => line.seq === known.current.first);
    const appended = lines.length - 1 - lines.findLastIndex((line) => line.seq <= known.current.last);
    known.current = { first, last: lines.at(-1)?.seq ?? 0 };
    if (added > 0) virtualizer.scrollToIndex(added, { align: "start" });
    if (appended > 0) dispatch({ type: "appended", count: appended });
  }, [lines, virtualizer]);
  // Set directly: the virtualizer's own way keeps correcting for some frames, and would fight a reader who scrolls up.
  const totalSize = virtualizer.getTotalSize();
  useEffect(() => {
    const element = scroller.current;
    if (element && state.following && live) element.scrollTop = element.scrollHeight;
  }, [state.following, live, lines.length, totalSize]);

  // A permalink is answered once its line is there.
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    const read = () => {
      wanted.current = parseLineHash(window.location.hash);
      setLocated(wanted.current);
    };
    read();
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  useEffect(() => {
    if (wanted.current === null) return;
    const index = lines.findIndex((line) => line.seq === wanted.current);
    if (index === -1) return;
    wanted.current = null;
    dispatch({ type: "located" });
    virtualizer.scrollToIndex(index, { align: "center" });
  }, [lines, located, virtualizer]);

  const lastTop = useRef(0);
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const delta = element.scrollTop - lastTop.current;
    lastTop.current = element.scrollTop;
    dispatch({
      type: "scrolled",
      delta,
      gap: element.scrollHeight - element.scrollTop - element.clientHeight,
    });
  };
  const step = (by: 1 | -1) => {
    if (matches.length === 0) return;
    const next =
      position < 0 && by === -1 ? matches.length - 1 : (position + by + matches.length) % matches.length;
    setPosition(next);
    dispatch({ type: "located" });
    virtualizer.scrollToIndex(matches[next] ?? 0, { align: "center" });
  };
  const locate = (seq: number) => {
    window.history.replaceState(window.history.state, "", `#L${seq}`);
    setLocated(seq);
    dispatch({ type: "located" });
  };
  const row = (index: number) => {
    const line = lines[index];
    if (!line) return null;
    const current = matches[position] === index || located === line.seq;
    return (
      <LogRow
        line={line}
        html={html.get(line.seq) ?? ""}
        query={matching.has(index) ? query : ""}
        current={current}
        showTime={showTime}
        showStage={line.stage !== (lines[index - 1]?.stage ?? null)}
        onLocate={locate}
      />
    );
  };

  return (
    <div
      className={cn(
        "bg-card relative flex max-h-[32rem] min-h-40 flex-col overflow-hidden rounded-lg border print:max-h-none",
        className,
      )}
      data-print-expand
    >
      <LogToolbar
        live={live}
        query={query}
        onQuery={(next) => {
          setQuery(next);
          setPosition(-1);
        }}
        matches={matches.length}
        position={position}
        onStep={step}
        showTime={showTime}
        onShowTime={setShowTime}
        downloadHref={downloadHref}
      />
      <div
        ref={scroller}
        role="log"
        aria-label="Log"
        // Rows come and go while one scrolls; only a followed log is news.
        aria-live={live && state.following ? "polite" : "off"}
        tabIndex={0}
        onScroll={onScroll}
        data-print-expand
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain py-1.5 font-mono text-xs leading-6 focus-visible:-outline-offset-2"
      >
        {hasMore && onLoadMore && (
          <div className="print-hidden flex justify-center py-1 font-sans">
            <Button size="sm" variant="ghost" loading={loadingMore} onClick={onLoadMore}>
              Load earlier lines
            </Button>
          </div>
        )}
        {lines.length === 0 && (
          <p className="text-muted-foreground px-3 py-2 font-sans text-sm">
            {emptyText ?? (live ? "Waiting for the first line…" : "This run wrote no log.")}
          </p>
        )}
        {printing ? (
          lines.map((line, index) => <div key={line.seq}>{row(index)}</div>)
        ) : !alive ? (
          firstRows(lines.length, live).map((index) => (
            <div key={index} data-index={index}>
              {row(index)}
            </div>
          ))
        ) : (
          <div className="relative w-full" style={{ height: totalSize }}>
            {virtualizer.getVirtualItems().map((item) => (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className="absolute top-0 left-0 w-full"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row(item.index)}
              </div>
            ))}
          </div>
        )}
      </div>
      {live && !state.following && lines.length > 0 && (
        <Button
          size="sm"
          variant="primary"
          onClick={() => dispatch({ type: "jumped" })}
          className="shadow-popup print-hidden absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full"
        >
          <ArrowDown aria-hidden className="size-3.5" />
          {state.unseen > 0 ? `Jump to latest (${state.unseen} new)` : "Jump to latest"}
        </Button>
      )}
    </div>
  );
}

/** Indexes of the lines that are seen first: the newest of a log that is being written, the beginning of one that is complete. */
function firstRows(count: number, live: boolean): number[] {
  const from = live ? Math.max(0, count - FIRST_ROWS) : 0;
  return Array.from({ length: Math.min(count, FIRST_ROWS) }, (_, i) => from + i);
}
