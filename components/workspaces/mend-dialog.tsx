"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { SecretFields, useSecretsAnew } from "@/components/runs/secrets-anew";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";

/** Runs the last action again, to bring what has drifted back; asks for secret inputs of that run, which are not kept. */
export function MendDialog({ workspaceId }: { workspaceId: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const secrets = useSecretsAnew(workspaceId);
  const mend = useMutation(trpc.actions.mendDrift.mutationOptions());
  const change = (next: boolean) => {
    setOpen(next);
    if (next) return;
    secrets.clear();
    mend.reset();
  };
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger render={<Button variant="primary">Run again to mend</Button>} />
      <DialogContent
        title="Run again to mend it?"
        description="The last action is run again with the same inputs. It plans afresh, and needs the approval that the action asks for."
        footer={
          <>
            <DialogClose render={<Button>Cancel</Button>} />
            <Button
              variant="primary"
              loading={mend.isPending}
              disabled={!secrets.ready}
              onClick={() =>
                mend.mutate(
                  { workspaceId, secrets: secrets.values() },
                  { onSuccess: ({ runId }) => router.push(`/runs/${encodeURIComponent(runId)}`) },
                )
              }
            >
              Run again
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          <SecretFields {...secrets} />
          <FormError error={mend.error} />
        </div>
      </DialogContent>
    </Dialog>
  );
}
