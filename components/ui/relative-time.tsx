"use client";

import { useSyncExternalStore } from "react";
import { formatRelative } from "./format";

const TICK_MS = 30_000;
let now = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all times on the page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    now = 0;
  };
}

function readNow(): number {
  if (now === 0) now = Date.now();
  return now;
}

export interface RelativeTimeProps {
  /** A Date, an ISO string or milliseconds since the epoch. */
  value: Date | string | number;
  className?: string;
}

/**
 * "3 minutes ago" with the absolute time in the reader's zone on hover. The server writes the UTC date, which the browser
 * replaces at hydration, so that both agree on the first render.
 */
export function RelativeTime({ value, className }: RelativeTimeProps) {
  const clock = useSyncExternalStore(subscribe, readNow, () => null);
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return <span className={className}>–</span>;
  const iso = date.toISOString();
  return (
    <time
      dateTime={iso}
      title={
        clock === null
          ? `${iso.slice(0, 19).replace("T", " ")} UTC`
          : date.toLocaleString("en-US", { dateStyle: "full", timeStyle: "long" })
      }
      className={className}
    >
      {clock === null ? iso.slice(0, 10) : formatRelative(date.getTime(), Math.max(clock, 0))}
    </time>
  );
}
