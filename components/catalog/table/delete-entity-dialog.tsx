"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { toast } from "@/components/ui/toast";
import type { EntityRow } from "../catalog-types";

interface DeleteEntityDialogProps {
  blueprint: string;
  entity: EntityRow;
  onClose: () => void;
}

/** Asks before one entity is removed. */
export function DeleteEntityDialog({ blueprint, entity, onClose }: DeleteEntityDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(trpc.catalog.entities.delete.mutationOptions());
  const name = entity.title ?? entity.identifier;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${name} from the catalog?`}
      description="Only the record is removed. What it stands for goes on existing; use an action to destroy that."
      confirmLabel="Remove from catalog"
      typeToConfirm={entity.identifier}
      onConfirm={async () => {
        await remove.mutateAsync({ blueprint, identifier: entity.identifier });
        await queryClient.invalidateQueries(trpc.catalog.pathFilter());
        toast.success(`${name} was removed from the catalog`);
      }}
    />
  );
}
