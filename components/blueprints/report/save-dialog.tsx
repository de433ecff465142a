"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { LoadingState, SkeletonLines } from "@/components/states/loading";
import { ErrorState, FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import type { BlueprintDefinition, BlueprintRecord } from "@/server/catalog/schema";
import type { Basis } from "@/components/definition-editor/use-definition";
import { basisOf } from "../editor/basis";
import { ChangeReportView, lossOf } from "./change-report";
import { MergeView } from "@/components/definition-editor/merge-view";

export interface SaveDialogProps {
  identifier: string;
  definition: BlueprintDefinition;
  basis: Basis<BlueprintDefinition>;
  onSaved: (record: BlueprintRecord) => void;
  /** The server found faults: they belong at their controls. */
  onRefused: (error: unknown) => void;
  /** Goes on over what somebody else has saved meanwhile. */
  onMerged: (basis: Basis<BlueprintDefinition>, definition: BlueprintDefinition) => void;
  onClose: () => void;
}

/** What a change does, before it is done; and where somebody else was faster, how the two come together. */
export function SaveDialog(props: SaveDialogProps) {
  const { identifier, definition, basis, onClose } = props;
  const trpc = useTRPC();
  const [stale, setStale] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const report = useQuery(
    trpc.catalog.blueprints.preview.queryOptions(
      { identifier, definition, convert: true },
      { staleTime: 0, gcTime: 0, refetchOnWindowFocus: false },
    ),
  );
  const update = useMutation(trpc.catalog.blueprints.update.mutationOptions());
  const save = async () => {
    setFailure(null);
    try {
      const record = await update.mutateAsync({
        identifier,
        definition,
        convert: true,
        ...(basis.revision !== null && { revision: basis.revision }),
      });
      props.onSaved(record);
    } catch (error) {
      const { code, issues } = readFailure(error);
      if (code === "conflict" && isStale(error)) setStale(true);
      else if (issues.length > 0) props.onRefused(error);
      else setFailure(error);
    }
  };
  if (stale) return <StaleView {...props} />;
  const loss = report.data ? lossOf(report.data, basis.definition) : null;
  const refused = (report.data?.issues.length ?? 0) > 0;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        size="lg"
        title={`Save ${definition.title}?`}
        description="What the change does to the entities that exist, and to what builds on them."
        footer={
          <>
            <Button onClick={onClose}>Keep editing</Button>
            <Button
              variant={loss ? "destructive" : "primary"}
              loading={update.isPending}
              disabled={report.data === undefined || refused}
              onClick={() => void save()}
            >
              {loss ? loss.confirm : "Save blueprint"}
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          <FormError error={failure} />
          {report.data ? (
            <ChangeReportView report={report.data} before={basis.definition} after={definition} loss={loss} />
          ) : report.error ? (
            <ErrorState
              error={report.error}
              what="the report"
              size="region"
              onRetry={() => void report.refetch()}
            />
          ) : (
            <LoadingState label="Looking at the entities">
              <SkeletonLines />
            </LoadingState>
          )}
        </div>
      </DialogContent>
    </Dialog>
  );
}

/** Somebody else was faster: the two changes are brought together. */
function StaleView({ identifier, definition, basis, onMerged, onClose }: SaveDialogProps) {
  const trpc = useTRPC();
  const current = useQuery(
    trpc.catalog.blueprints.get.queryOptions({ identifier }, { staleTime: 0, refetchOnMount: "always" }),
  );
  const fresh = current.data && !current.isFetching ? basisOf(current.data) : undefined;
  return (
    <MergeView
      noun="blueprint"
      base={basis.definition}
      definition={definition}
      current={{ ...current, data: fresh }}
      onMerged={onMerged}
      onClose={onClose}
    />
  );
}

/** Whether a conflict says that the revision is not the edited one any more. */
function isStale(error: unknown): boolean {
  const data = (error as { data?: { domain?: { data?: { current?: unknown } } } } | null)?.data;
  return typeof data?.domain?.data?.current === "number";
}
