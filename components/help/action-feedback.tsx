"use client";

import { useQuery } from "@tanstack/react-query";
import { SkeletonLines } from "@/components/states/loading";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";

/** What people said of the runs of the actions that one answers for, of the last 90 days; never who said it. */
export function ActionFeedback() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.insights.feedback.list.queryOptions());
  if (!data || data.length === 0) return null;
  return (
    <SectionCard title="What people said" description="Of runs of the last 90 days.">
      <ul className="divide-y">
        {data.map(({ action, title, counts, need }) => (
          <li key={action} className="grid gap-1 py-3 first:pt-0 last:pb-0">
            <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
              <span className="font-medium">{title}</span>
              {counts ? (
                <span className="tabular">
                  {formatCount(counts.helpful)} say that it worked, {formatCount(counts.unhelpful)} that it
                  did not
                </span>
              ) : (
                <span className="text-muted-foreground">
                  Shown once {need} people have said something, so that nobody is known by it.
                </span>
              )}
            </p>
            {counts && (
              <details>
                <summary className="text-primary-text cursor-pointer text-xs">Comments on {title}</summary>
                <ActionComments action={action} />
              </details>
            )}
          </li>
        ))}
      </ul>
    </SectionCard>
  );
}

function ActionComments({ action }: { action: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.insights.feedback.comments.queryOptions({ action }));
  return (
    <div className="mt-2">
      <QueryState
        query={query}
        what="comments"
        size="inline"
        skeleton={<SkeletonLines />}
        isEmpty={(comments) => comments.length === 0}
        empty={<p className="text-muted-foreground text-sm">Nobody left a comment.</p>}
      >
        {(comments) => (
          <ul className="grid gap-1.5 text-sm">
            {comments.map(({ comment, helpful }, n) => (
              <li key={n} className="break-words">
                <span className="text-muted-foreground">{helpful ? "It worked: " : "It did not: "}</span>
                {comment}
              </li>
            ))}
          </ul>
        )}
      </QueryState>
    </div>
  );
}
