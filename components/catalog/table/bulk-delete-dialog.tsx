"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { toast } from "@/components/ui/toast";

interface BulkDeleteDialogProps {
  blueprint: string;
  noun: string;
  identifiers: readonly string[];
  onClose: () => void;
  onDone: () => void;
}

/** Asks before the chosen entities are removed: all of them, or none when one cannot be. */
export function BulkDeleteDialog({ blueprint, noun, identifiers, onClose, onDone }: BulkDeleteDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(trpc.catalog.entities.bulkDelete.mutationOptions());
  const [dependents, setDependents] = useState(false);
  const [count] = useState(identifiers.length);
  const what = count === 1 ? `one ${noun}` : `${formatCount(count)} ${noun} entities`;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${what} from the catalog?`}
      description="Only the records are removed. What they stand for goes on existing; use an action to destroy that."
      confirmLabel="Remove from catalog"
      typeToConfirm={`remove ${count}`}
      onConfirm={async () => {
        await remove.mutateAsync({ blueprint, identifiers: [...identifiers], deleteDependents: dependents });
        await queryClient.invalidateQueries(trpc.catalog.pathFilter());
        onDone();
        toast.success(`Removed ${what}`);
      }}
    >
      <Field
        label="Also remove what relates to them"
        required
        orientation="inline"
        description="Entities whose relation points to one of them, and what points to those."
      >
        <Checkbox required={false} checked={dependents} onCheckedChange={setDependents} />
      </Field>
    </ConfirmDialog>
  );
}
