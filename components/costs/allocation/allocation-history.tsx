"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { JsonDiffView } from "@/components/diff/json-diff-view";
import { QueryState } from "@/components/states/query-state";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";

/** What the settings have been, with what each change changed; each can be taken back to. */
export function AllocationHistory() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.costs.allocation.revisions.queryOptions());
  const current = query.data?.[0]?.revision ?? 0;
  const set = useMutation(
    trpc.costs.allocation.set.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.costs.allocation.pathFilter());
        toast.success("The earlier allocation holds again; all costs are being given anew");
      },
    }),
  );
  return (
    <SectionCard title="Changes" description="The last fifty, newest first.">
      <QueryState
        query={query}
        what="the changes"
        isEmpty={(all) => all.length === 0}
        empty={<p className="text-muted-foreground">Nobody has changed anything: the defaults hold.</p>}
      >
        {(revisions) => (
          <div className="grid gap-4">
            <FormError error={set.error} />
            <ul className="grid gap-4">
              {revisions.map((one, n) => (
                <li key={one.revision} className="grid gap-2">
                  <div className="flex flex-wrap items-center justify-between gap-2">
                    <p>
                      <span className="font-medium">Revision {one.revision}</span>{" "}
                      <span className="text-muted-foreground">
                        by {one.byName}, <RelativeTime value={one.at} />
                      </span>
                    </p>
                    {n > 0 && (
                      <ConfirmDialog
                        title={`Take back to revision ${one.revision}?`}
                        description="It becomes a new revision, and all costs are given anew."
                        confirmLabel="Take back"
                        trigger={<Button size="sm">Take back to this</Button>}
                        onConfirm={() => set.mutateAsync({ revision: current, settings: one.settings })}
                      />
                    )}
                  </div>
                  {revisions[n + 1] && (
                    <JsonDiffView before={revisions[n + 1]?.settings} after={one.settings} />
                  )}
                </li>
              ))}
            </ul>
          </div>
        )}
      </QueryState>
    </SectionCard>
  );
}
