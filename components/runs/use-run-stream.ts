"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { LogLine } from "@/components/logs/lines";
import { useTRPC } from "@/components/trpc/provider";
import { FIRST_PART, isFull } from "@/server/runs/core/lines";

/** Lines by number: a line that comes twice, as it may after a reconnection, counts once. */
export function mergeLines(known: readonly LogLine[], more: readonly LogLine[]): LogLine[] {
  const last = known.at(-1)?.seq ?? 0;
  const fresh = more.filter((line) => line.seq > last);
  return fresh.length === 0 ? (known as LogLine[]) : [...known, ...fresh];
}

/** At least so long between two renderings of the log, in ms: a long one comes in thousands of parts. */
const GATHER_MS = 100;

/** Hands what comes on at once, and what follows shortly after together. */
function useGathered(hand: (lines: LogLine[]) => void): (lines: readonly LogLine[]) => void {
  const waiting = useRef<LogLine[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const last = useRef(-Infinity);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (lines) => {
    for (const line of lines) waiting.current.push(line);
    timer.current ??= setTimeout(
      () => {
        timer.current = undefined;
        last.current = performance.now();
        const gathered = waiting.current;
        waiting.current = [];
        hand(gathered);
      },
      Math.max(0, last.current + GATHER_MS - performance.now()),
    );
  };
}

/**
 * Follows a live run: log lines as they are stored, from `after` on, and a refresh of the run at each change of its status.
 * The stream resumes by itself from the last line it delivered.
 */
export function useRunStream(runId: string, initial: readonly LogLine[], lastEvent: number, live: boolean) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [lines, setLines] = useState<LogLine[]>(() => [...initial]);
  const take = useGathered((more: LogLine[]) => setLines((known) => mergeLines(known, more)));
  const start = useRef(`${initial.at(-1)?.seq ?? 0}.${lastEvent}`);
  const refresh = useCallback(() => {
    void queryClient.invalidateQueries({ queryKey: trpc.runs.get.queryKey({ runId }) });
    // Who decided, and why: the request is asked for again only while it waits.
    void queryClient.invalidateQueries({ queryKey: trpc.approvals.get.queryKey({ runId }) });
  }, [queryClient, trpc, runId]);
  const { status } = useSubscription(
    trpc.runs.follow.subscriptionOptions(
      { runId, lastEventId: start.current },
      {
        // A long log comes through the stream even when the run is over; the server ends it after the last line.
        enabled: live || isFull(initial, FIRST_PART),
        onData: (event) => {
          const news = event.data;
          if (news.logs.length > 0) take(news.logs);
          if (news.events.length > 0) refresh();
        },
        onConnectionStateChange: (state) => {
          if (state.state === "pending") refresh();
        },
      },
    ),
  );
  return { lines, connection: live ? status : "idle" } as const;
}
