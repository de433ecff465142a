"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";

const RIGHTS_STALE_MS = 5 * 60_000;

/** May the reader register entities of the blueprint? Not before the answer is there; the server decides anyway. */
export function useMayCreate(blueprint: string | undefined): boolean {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.catalog.access.mine.queryOptions(
      { blueprint: blueprint ?? "" },
      { enabled: Boolean(blueprint), staleTime: RIGHTS_STALE_MS, retry: false },
    ),
  );
  // People and teams are made where they are managed, not from a form.
  return data?.register === true && !blueprint?.startsWith("_");
}
