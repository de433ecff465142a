"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { JsonDiffView } from "@/components/diff/json-diff-view";
import { RevisionList } from "@/components/definition-editor/revision-list";
import { QueryState } from "@/components/states/query-state";
import { SkeletonLines } from "@/components/states/loading";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { useEditor } from "../editor/editor-context";
import { RestoreReport } from "./restore-report";

/** Every revision: who made it and when, what differs between any two, and the way back to one. */
export function RevisionsTab() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { saved, dirty, reload } = useEditor();
  const identifier = saved?.identifier ?? "";
  const query = useQuery(trpc.catalog.blueprints.revisions.queryOptions({ identifier }, { staleTime: 0 }));
  const restore = useMutation(trpc.catalog.blueprints.restore.mutationOptions());
  const [chosen, setChosen] = useState<number | null>(null);
  const [against, setAgainst] = useState<number | null>(null);
  return (
    <QueryState query={query} what="revisions" skeleton={<SkeletonLines />} size="region">
      {(revisions) => {
        const newest = revisions[0];
        const after = revisions.find(({ revision }) => revision === chosen) ?? newest;
        const before =
          revisions.find(({ revision }) => revision === against) ??
          revisions.find(({ revision }) => revision < (after?.revision ?? 0));
        if (!newest || !after) return null;
        return (
          <div className="grid items-start gap-5 md:grid-cols-[17rem_minmax(0,1fr)]">
            <RevisionList
              selected={String(after.revision)}
              onSelect={(key) => {
                setChosen(Number(key));
                setAgainst(null);
              }}
              lines={revisions.map((one) => ({
                key: String(one.revision),
                title: (
                  <>
                    Revision {one.revision}
                    {one.revision === newest.revision && (
                      <span className="text-muted-foreground font-normal"> · present</span>
                    )}
                  </>
                ),
                detail: (
                  <>
                    {one.byName}, <RelativeTime value={one.at} />
                  </>
                ),
              }))}
            />
            <SectionCard
              title={`What revision ${after.revision} changed`}
              actions={
                after.revision !== newest.revision &&
                after.definition && (
                  <ConfirmDialog
                    tone="primary"
                    title={`Restore revision ${after.revision}?`}
                    description="It becomes the present one, as a new revision. Properties that come back have their values again."
                    confirmLabel="Restore revision"
                    trigger={
                      <Button size="sm" disabled={dirty}>
                        Restore
                      </Button>
                    }
                    onConfirm={async () => {
                      await restore.mutateAsync({
                        identifier,
                        revision: after.revision,
                        expected: newest.revision,
                        convert: true,
                      });
                      await reload();
                      await queryClient.invalidateQueries(trpc.catalog.blueprints.pathFilter());
                      setChosen(null);
                      toast.success(`Revision ${after.revision} is back`);
                    }}
                  >
                    <RestoreReport identifier={identifier} definition={after.definition} />
                  </ConfirmDialog>
                )
              }
            >
              <div className="grid gap-4">
                {dirty && after.revision !== newest.revision && (
                  <p className="text-muted-foreground text-xs">
                    Save or discard your changes before you restore a revision.
                  </p>
                )}
                {revisions.length > 1 && (
                  <Field label="Compared with" required>
                    <Select
                      className="sm:w-72"
                      value={before ? String(before.revision) : null}
                      placeholder="Nothing before it"
                      options={revisions
                        .filter(({ revision }) => revision !== after.revision)
                        .map((one) => ({
                          value: String(one.revision),
                          label: `Revision ${one.revision}`,
                          description: one.byName,
                        }))}
                      onValueChange={(next) => setAgainst(Number(next))}
                    />
                  </Field>
                )}
                <JsonDiffView
                  before={before?.definition ?? null}
                  after={after.definition}
                  empty="The two are the same."
                />
              </div>
            </SectionCard>
          </div>
        );
      }}
    </QueryState>
  );
}
