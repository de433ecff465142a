"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/status";
import { SectionCard } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { isEnd } from "@/server/runs/core/lifecycle";
import type { RunView } from "./run-types";

const DONE: Record<"CREATE" | "UPDATE" | "DELETE", { label: string; tone: Tone }> = {
  CREATE: { label: "Created", tone: "success" },
  UPDATE: { label: "Changed", tone: "info" },
  DELETE: { label: "Deleted", tone: "danger" },
};

/** What came of the run: entities that it wrote, and runs that follow from it. Nothing is shown where there is none. */
export function RelatedCard({ run }: { run: Pick<RunView, "id" | "status" | "updatedAt"> }) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.runs.related.queryOptions(
      { runId: run.id },
      { refetchInterval: isEnd(run.status) ? 30_000 : 10_000 },
    ),
  );
  if (!data || (data.entities.length === 0 && data.followers.length === 0)) return null;
  return (
    <SectionCard title="What came of it">
      <div className="grid gap-4">
        {data.entities.length > 0 && (
          <div>
            <h3 className="mb-1.5 text-sm font-semibold">Entities</h3>
            <ul aria-label="Affected entities" className="grid gap-1.5">
              {data.entities.map(({ blueprint, identifier, title, action }) => (
                <li key={`${blueprint}/${identifier}`} className="flex min-w-0 flex-wrap items-center gap-2">
                  <Badge tone={DONE[action].tone}>{DONE[action].label}</Badge>
                  {action === "DELETE" ? (
                    <span className="break-all">{title ?? identifier}</span>
                  ) : (
                    <Link
                      className="text-primary-text break-all hover:underline"
                      href={`/catalog/${encodeURIComponent(blueprint)}/${encodeURIComponent(identifier)}`}
                    >
                      {title ?? identifier}
                    </Link>
                  )}
                  <span className="text-muted-foreground font-mono text-xs">{blueprint}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
        {data.followers.length > 0 && (
          <div>
            <h3 className="mb-1.5 text-sm font-semibold">Runs that followed</h3>
            <ul aria-label="Runs that followed" className="grid gap-1.5">
              {data.followers.map((follower) => (
                <li key={follower.id} className="flex min-w-0 flex-wrap items-center gap-2">
                  <StatusBadge status={follower.status} variant="plain" />
                  <Link className="text-primary-text hover:underline" href={`/runs/${follower.id}`}>
                    {follower.action.title}
                  </Link>
                  <span className="text-muted-foreground text-xs">
                    {follower.rerunOf === run.id ? "the same again" : "set off by this run"},{" "}
                    <RelativeTime value={follower.createdAt} />
                  </span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </SectionCard>
  );
}
