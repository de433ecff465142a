"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { PolicyView } from "./policy-types";

interface PolicyCommandsProps {
  policy: PolicyView;
  /** Unsaved changes: what is published is what was saved. */
  dirty: boolean;
  onChanged: (policy: PolicyView) => Promise<void>;
}

/** Puts a policy in force, takes it out, or deletes it. */
export function PolicyCommands({ policy, dirty, onChanged }: PolicyCommandsProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const publish = useMutation(trpc.policies.publish.mutationOptions());
  const disable = useMutation(trpc.policies.disable.mutationOptions());
  const remove = useMutation(trpc.policies.delete.mutationOptions());
  const { identifier, state, revision, liveRevision } = policy;
  const waits = state !== "live" || liveRevision !== revision;
  const publishing = state === "live" ? "Publish change" : "Turn on";
  return (
    <>
      {state !== "live" && (
        <ConfirmDialog
          title={`Delete “${policy.definition.title}”?`}
          description="What it decided on past runs stays with them. The policy cannot be brought back."
          confirmLabel="Delete policy"
          trigger={<Button variant="destructive-outline">Delete</Button>}
          onConfirm={async () => {
            await remove.mutateAsync({ identifier });
            toast.success("The policy was deleted");
            router.push("/settings/policies");
          }}
        />
      )}
      {state === "live" && (
        <ConfirmDialog
          title={`Turn off “${policy.definition.title}”?`}
          description="It judges no run any more. Runs that wait for approval under it have to be requested again."
          confirmLabel="Turn off"
          trigger={<Button>Turn off</Button>}
          onConfirm={async () => {
            await onChanged(await disable.mutateAsync({ identifier }));
            toast.success("The policy is off");
          }}
        />
      )}
      {waits && (
        <ConfirmDialog
          tone="primary"
          title={`${publishing}?`}
          description={`From now on revision ${revision} judges every run in its scope. Runs that wait for approval have to be requested again when they meet it.`}
          confirmLabel={publishing}
          trigger={
            <Button disabled={dirty} title={dirty ? "Save your changes first" : undefined}>
              {publishing}
            </Button>
          }
          onConfirm={async () => {
            await onChanged(await publish.mutateAsync({ identifier, revision }));
            toast.success(`Revision ${revision} is live`);
          }}
        />
      )}
    </>
  );
}
