"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useCallback, useRef, useState } from "react";
import type { LogLine } from "@/components/logs/lines";
import { useTRPC } from "@/components/trpc/provider";

/** Lines by number: a line that comes twice, as it may after a reconnection, counts once. */
export function mergeLines(known: readonly LogLine[], more: readonly LogLine[]): LogLine[] {
  const last = known.at(-1)?.seq ?? 0;
  const fresh = more.filter((line) => line.seq > last);
  return fresh.length === 0 ? (known as LogLine[]) : [...known, ...fresh];
}

/**
 * Follows a live run: log lines as they are stored, from `after` on, and a refresh of the run at each change of its status.
 * The stream resumes by itself from the last line it delivered.
 */
export function useRunStream(runId: string, initial: readonly LogLine[], live: boolean) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [lines, setLines] = useState<LogLine[]>(() => [...initial]);
  const start = useRef(String(initial.at(-1)?.seq ?? 0));
  const refresh = useCallback(() => {
    void queryClient.invalidateQueries({ queryKey: trpc.runs.get.queryKey({ runId }) });
  }, [queryClient, trpc, runId]);
  const { status } = useSubscription(
    trpc.runs.follow.subscriptionOptions(
      { runId, lastEventId: start.current },
      {
        enabled: live,
        onData: (event) => {
          if (event.data.lines.length > 0) setLines((known) => mergeLines(known, event.data.lines));
          if (event.data.changed) refresh();
        },
        onConnectionStateChange: (state) => {
          if (state.state === "pending") refresh();
        },
      },
    ),
  );
  return { lines, connection: live ? status : "idle" } as const;
}
