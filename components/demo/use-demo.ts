"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";

/** How often it is looked how far loading or removing is, in ms. */
const LOOK_MS = 2_000;

/** Whether there is demo data, and what an administrator does about it. What pages show is asked anew when it has changed. */
export function useDemo() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const status = useQuery(
    trpc.demo.status.queryOptions(undefined, {
      refetchInterval: ({ state: { data } }) =>
        data?.progress !== null && data?.progress !== undefined && data.problem === null ? LOOK_MS : false,
    }),
  );
  const again = { onSuccess: () => client.invalidateQueries() };
  const load = useMutation(trpc.demo.load.mutationOptions(again));
  const remove = useMutation(trpc.demo.remove.mutationOptions(again));
  return { status: status.data, load, remove };
}
