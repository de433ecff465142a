"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { JsonDiffView } from "@/components/diff/json-diff-view";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { toast } from "@/components/ui/toast";
import type { BlueprintDefinition, EntityRecord } from "@/server/catalog/schema";
import { documentOf, patchOf } from "../form/entity-text";
import type { EntityDocument } from "../form/entity-text";

interface RestoreDialogProps {
  blueprint: BlueprintDefinition;
  entity: EntityRecord;
  /** The entity as it shall be again. */
  wanted: EntityDocument;
  /** "revision 3", "the value of Size" */
  what: string;
  onClose: () => void;
}

/** Brings an earlier state back as a new revision, after showing what that changes now. */
export function RestoreDialog({ blueprint, entity, wanted, what, onClose }: RestoreDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const update = useMutation(trpc.catalog.entities.update.mutationOptions());
  return (
    <ConfirmDialog
      open
      tone="primary"
      onOpenChange={(open) => !open && onClose()}
      title={`Restore ${what}?`}
      description="It becomes a new revision; nothing in the history is lost."
      confirmLabel="Restore"
      onConfirm={async () => {
        await update.mutateAsync({
          blueprint: blueprint.identifier,
          identifier: entity.identifier,
          patch: patchOf(blueprint, entity, wanted),
          revision: entity.revision,
        });
        await queryClient.invalidateQueries(trpc.catalog.pathFilter());
        toast.success(`Restored ${what}`);
      }}
    >
      <div className="max-h-64 overflow-auto" tabIndex={0} role="region" aria-label="What changes">
        <JsonDiffView
          before={documentOf(blueprint, entity)}
          after={wanted}
          empty="The entity is like that already."
        />
      </div>
    </ConfirmDialog>
  );
}
