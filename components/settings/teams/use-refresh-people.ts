"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";

/** Fetches teams and people again: nearly every change of the one shows in the other. */
export function useRefreshPeople(): () => Promise<unknown> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.identity.teams.list.queryFilter()),
      queryClient.invalidateQueries(trpc.identity.users.list.queryFilter()),
    ]);
}
