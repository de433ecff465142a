"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { useActionEditor } from "../editor-context";

interface DraftCommandsProps {
  identifier: string;
  /** The revision that is live now. */
  revision: number;
  /** The draft that is shown. */
  draft: { at: string; outdated: boolean };
}

/** Makes the draft live, or throws it away. */
export function DraftCommands({ identifier, revision, draft }: DraftCommandsProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { dirty, reload } = useActionEditor();
  const publish = useMutation(trpc.actions.publishDraft.mutationOptions());
  const discard = useMutation(trpc.actions.discardDraft.mutationOptions());
  const done = async (message: string) => {
    await queryClient.invalidateQueries(trpc.actions.pathFilter());
    await reload();
    toast.success(message);
  };
  const obstacle = dirty
    ? "Save or discard your changes first"
    : draft.outdated
      ? "The action was changed after the draft: save it again, or discard it"
      : null;
  return (
    <span className="flex flex-wrap items-center justify-end gap-2">
      {obstacle && <span className="text-muted-foreground text-xs">{obstacle}</span>}
      <ConfirmDialog
        title="Discard the draft?"
        description="What is live stays as it is. The draft cannot be brought back."
        confirmLabel="Discard draft"
        trigger={
          <Button size="sm" disabled={dirty}>
            Discard draft
          </Button>
        }
        onConfirm={async () => {
          await discard.mutateAsync({ identifier, saved: draft.at });
          await done("The draft was discarded");
        }}
      />
      <ConfirmDialog
        tone="primary"
        title="Publish the draft?"
        description="From now on people fill in this form. Runs under way keep the revision that they were started with."
        confirmLabel="Publish draft"
        trigger={
          <Button size="sm" disabled={obstacle !== null}>
            Publish draft
          </Button>
        }
        onConfirm={async () => {
          await publish.mutateAsync({ identifier, revision, saved: draft.at });
          await done("The draft is live");
        }}
      />
    </span>
  );
}
