"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { JsonDiffView } from "@/components/diff/json-diff-view";
import { RevisionList } from "@/components/definition-editor/revision-list";
import { QueryState } from "@/components/states/query-state";
import { SkeletonLines } from "@/components/states/loading";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { PolicyView } from "./policy-types";

interface PolicyRevisionsProps {
  policy: PolicyView;
  /** Unsaved changes would be lost. */
  dirty: boolean;
  onRestored: (policy: PolicyView) => void;
}

/** Every revision of a policy: who made it and when, what it changed, and the way back to one. */
export function PolicyRevisions({ policy, dirty, onRestored }: PolicyRevisionsProps) {
  const trpc = useTRPC();
  const { identifier } = policy;
  const query = useQuery(trpc.policies.revisions.queryOptions({ identifier }, { staleTime: 0 }));
  const restore = useMutation(trpc.policies.restore.mutationOptions());
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <QueryState query={query} what="revisions" skeleton={<SkeletonLines />} size="region">
      {(rows) => {
        const at = Math.max(
          0,
          rows.findIndex(({ revision }) => String(revision) === chosen),
        );
        const after = rows[at];
        if (!after) return null;
        return (
          <div className="grid items-start gap-5 md:grid-cols-[18rem_minmax(0,1fr)]">
            <RevisionList
              selected={String(after.revision)}
              onSelect={setChosen}
              lines={rows.map(({ revision, byName, at: when, changed }, index) => ({
                key: String(revision),
                title: (
                  <>
                    Revision {revision}
                    <span className="text-muted-foreground font-normal">
                      {policy.state === "live" && revision === policy.liveRevision ? " · live" : ""}
                      {index === 0 && revision !== policy.liveRevision ? " · newest" : ""}
                    </span>
                  </>
                ),
                detail: (
                  <>
                    {byName}, <RelativeTime value={when} />
                  </>
                ),
                summary: index === rows.length - 1 ? "Created" : `Changed ${changed.join(", ")}`,
              }))}
            />
            <SectionCard
              title={`What revision ${after.revision} changed`}
              actions={
                at > 0 && (
                  <span className="flex items-center gap-2">
                    {dirty && (
                      <span className="text-muted-foreground text-xs">
                        Save or discard your changes first
                      </span>
                    )}
                    <ConfirmDialog
                      tone="primary"
                      title={`Restore revision ${after.revision}?`}
                      description="It becomes the newest revision. Runs are judged by it once you publish it."
                      confirmLabel="Restore revision"
                      trigger={
                        <Button size="sm" disabled={dirty}>
                          Restore
                        </Button>
                      }
                      onConfirm={async () => {
                        const restored = await restore.mutateAsync({
                          identifier,
                          revision: after.revision,
                          expected: policy.revision,
                        });
                        setChosen(null);
                        onRestored(restored);
                        toast.success(`Revision ${after.revision} is the newest again`);
                      }}
                    />
                  </span>
                )
              }
            >
              <JsonDiffView
                before={rows[at + 1]?.definition ?? null}
                after={after.definition}
                empty="The two are the same."
              />
            </SectionCard>
          </div>
        );
      }}
    </QueryState>
  );
}
