"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import Link from "next/link";
import { JsonDiffView } from "@/components/diff/json-diff-view";
import { QueryState } from "@/components/states/query-state";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { humanizeStatus } from "@/components/ui/status";
import { StatusBadge } from "@/components/ui/status-badge";

const PAGE_SIZE = 25;

/** Entries of the audit log about one entity, failures among them, newest first. */
export function EntityAudit({ blueprint, identifier }: { blueprint: string; identifier: string }) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(
      { resourceTypes: ["entity"], resourceId: identifier, blueprint, limit: PAGE_SIZE },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  return (
    <QueryState
      query={query}
      what="audit entries"
      isEmpty={(data) => data.pages.every((page) => page.rows.length === 0)}
      empty={
        <Card>
          <EmptyState icon={ScrollText} title="Nothing recorded yet">
            Every change of this entity, and every one that was refused, appears here.
          </EmptyState>
        </Card>
      }
    >
      {(data) => (
        <>
          <ul aria-label="Audit entries" className="grid gap-3">
            {data.pages
              .flatMap((page) => page.rows)
              .map((row) => (
                <li key={row.id}>
                  <Card className="px-4 py-3">
                    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                      <Link
                        href={`/settings/audit?resource=entity&entry=${row.id}`}
                        className="font-medium underline-offset-4 hover:underline"
                      >
                        {humanizeStatus(row.action)}
                      </Link>
                      <span className="text-muted-foreground">
                        {row.actorName}, <RelativeTime value={row.at} />
                      </span>
                      <StatusBadge
                        variant="plain"
                        status={row.status === "SUCCESS" ? "success" : "failed"}
                        className="ml-auto"
                      />
                    </div>
                    {row.message && <p className="mt-1 text-sm">{row.message}</p>}
                    {row.diff && (
                      <details className="mt-2">
                        <summary className="text-muted-foreground cursor-pointer text-xs">
                          What changed
                        </summary>
                        <div className="mt-2">
                          <JsonDiffView before={row.diff.before} after={row.diff.after} />
                        </div>
                      </details>
                    )}
                  </Card>
                </li>
              ))}
          </ul>
          {query.hasNextPage && (
            <div className="flex justify-center">
              <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Load older entries
              </Button>
            </div>
          )}
        </>
      )}
    </QueryState>
  );
}
