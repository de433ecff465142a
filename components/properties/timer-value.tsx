"use client";

import { Hourglass, TimerOff } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Badge } from "@/components/ui/badge";
import { formatDuration } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";

const TICK_MS = 1000;
const subscribe = (listener: () => void) => {
  const timer = setInterval(listener, TICK_MS);
  return () => clearInterval(timer);
};

/** Until when something holds: the time left, or that it has expired. Changes by itself when the moment comes. */
export function TimerValue({ value }: { value: string }) {
  const at = new Date(value).getTime();
  // A text, so that only what is seen to change is drawn anew; null on the server, which has no reader's clock.
  const left = useSyncExternalStore(
    subscribe,
    () => (Date.now() >= at ? "" : formatDuration(Math.ceil((at - Date.now()) / TICK_MS) * TICK_MS)),
    () => null,
  );
  if (Number.isNaN(at)) return <span className="truncate">{value}</span>;
  if (left === "")
    return (
      <span className="inline-flex flex-wrap items-center gap-x-1.5">
        <Badge tone="danger">
          <TimerOff aria-hidden /> Expired
        </Badge>
        <RelativeTime value={value} className="text-muted-foreground text-xs" />
      </span>
    );
  return (
    <span className="inline-flex items-center gap-1.5">
      <Hourglass aria-hidden className="text-muted-foreground size-3.5" />
      {left === null ? (
        <RelativeTime value={value} className="tabular" />
      ) : (
        <time
          dateTime={value}
          title={new Date(at).toLocaleString("en-US", { dateStyle: "full", timeStyle: "long" })}
          className="tabular"
        >
          {left} left
        </time>
      )}
    </span>
  );
}
