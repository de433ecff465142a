"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryState } from "@/components/states/query-state";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { planValue } from "@/components/runs/plan-format";
import { StateList } from "./state-list";

/** What is in the newest state: outputs, and resources with their attributes. */
export function ResourcesTab({ workspaceId }: { workspaceId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.runs.workspaces.content.queryOptions({ workspaceId }));
  return (
    <QueryState
      query={query}
      what="the state"
      isEmpty={(content) => content === null}
      empty={
        <EmptyState title="No state yet">
          Terraform writes one with the first apply of this workspace.
        </EmptyState>
      }
    >
      {(content) =>
        content && (
          <>
            {content.outputs.length > 0 && (
              <SectionCard title="Outputs">
                <dl className="grid gap-x-4 gap-y-2 font-mono text-xs sm:grid-cols-[minmax(8rem,max-content)_minmax(0,1fr)]">
                  {content.outputs.map(({ name, sensitive, after }) => (
                    <div key={name} className="contents">
                      <dt className="text-muted-foreground">{name}</dt>
                      <dd className="break-all">
                        {sensitive ? (
                          <span className="text-muted-foreground italic">(sensitive)</span>
                        ) : (
                          planValue(after)
                        )}
                      </dd>
                    </div>
                  ))}
                </dl>
              </SectionCard>
            )}
            <SectionCard title="Resources" padded={false}>
              <StateList resources={content.resources} />
            </SectionCard>
          </>
        )
      }
    </QueryState>
  );
}
