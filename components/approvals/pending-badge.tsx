"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { CountBadge } from "@/components/ui/badge";

/** How many requests wait for the reader's decision, beside "Approvals" in the sidebar. Nothing at zero or while unknown. */
export function PendingBadge() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.approvals.count.queryOptions(undefined, { refetchInterval: 30_000 }));
  return <CountBadge count={data ?? 0} label="waiting for you" />;
}
