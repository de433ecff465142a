"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Tone } from "@/components/ui/status";
import type { BackfillStatus } from "@/server/insights/core/backfill-parts";

const STATUS: Readonly<Record<BackfillStatus, { label: string; tone: Tone }>> = {
  running: { label: "Fetching", tone: "info" },
  done: { label: "Done", tone: "success" },
  failed: { label: "Failed", tone: "danger" },
  out_of_quota: { label: "Quota used up", tone: "warning" },
  cancelled: { label: "Cancelled", tone: "neutral" },
};

const AGAIN_MS = 3_000;

/** The last back-fills: how far they are, what they brought, and what they could not fetch. */
export function BackfillList() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { data } = useQuery(
    trpc.insights.backfills.list.queryOptions(undefined, {
      refetchInterval: (query) =>
        query.state.data?.some(({ status }) => status === "running") ? AGAIN_MS : false,
    }),
  );
  const cancel = useMutation(
    trpc.insights.backfills.cancel.mutationOptions({
      onSuccess: () => client.invalidateQueries(trpc.insights.backfills.list.queryFilter()),
    }),
  );
  if (!data || data.length === 0) return null;
  return (
    <ul aria-label="Back-fills" className="divide-y border-t">
      {data.map((one) => {
        const name = one.repositories.slice(0, 3).join(", ") + (one.repositories.length > 3 ? " …" : "");
        const waits = one.status === "running" && one.waitUntil !== null;
        return (
          <li key={one.id} className="grid gap-2 py-3">
            <div className="flex flex-wrap items-center gap-2 text-sm">
              <Badge tone={STATUS[one.status].tone}>{waits ? "Waiting" : STATUS[one.status].label}</Badge>
              <span className="min-w-0 flex-1 font-medium break-all">{name}</span>
              <span className="text-muted-foreground text-xs">
                <RelativeTime value={one.createdAt} />
              </span>
              {one.status === "running" && (
                <Button
                  size="sm"
                  aria-label={`Cancel fetching ${name}`}
                  loading={cancel.isPending && cancel.variables.id === one.id}
                  onClick={() => cancel.mutate({ id: one.id })}
                >
                  Cancel
                </Button>
              )}
            </div>
            {one.status === "running" && (
              <Progress label={`Fetching ${name}`} value={Math.round(one.progress * 100)} />
            )}
            <p className="text-muted-foreground text-xs">
              {one.current && `Now ${one.current.part} of ${one.current.repository}. `}
              {waits && one.waitUntil && (
                <>
                  The other side asked to wait, until <RelativeTime value={one.waitUntil} />.{" "}
                </>
              )}
              {formatCount(one.created)} new, {formatCount(one.updated)} changed, {formatCount(one.unchanged)}{" "}
              unchanged, {formatCount(one.refused)} refused, by {formatCount(one.requests)} requests.
            </p>
            {one.problems.length > 0 && (
              <ul aria-label={`Problems of ${name}`} className="text-danger grid gap-1 text-xs">
                {one.problems.map((problem) => (
                  <li key={problem} className="break-words">
                    {problem}
                  </li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
}
