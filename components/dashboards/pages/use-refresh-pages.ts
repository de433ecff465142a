"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTRPC } from "@/components/trpc/provider";

/** Fetches anew what a change of pages has made old. */
export function useRefreshPages(): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useCallback(
    () => queryClient.invalidateQueries(trpc.dashboards.pathFilter()),
    [queryClient, trpc.dashboards],
  );
}
