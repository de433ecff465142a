"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { GetHelp } from "@/components/help/get-help";
import { OverrideDialog } from "@/components/policy/override-dialog";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button, ButtonLink } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { isCancellable, isAtWork } from "@/server/runs/core/lifecycle";
import { fillInAgainHref } from "./fill-in-again";
import type { RunView } from "./run-types";

/** What the reader may do with the run: cancel it, run it again, or take note of an interruption. */
export function RunControls({ run, title }: { run: RunView; title: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries();
  const cancel = useMutation(trpc.runs.cancel.mutationOptions({ onSuccess: refresh }));
  const rerun = useMutation(trpc.actions.rerun.mutationOptions());
  const rerunAutomation = useMutation(trpc.automations.rerun.mutationOptions());
  const byAutomation = run.cause?.kind === "automation";
  const again = async (): Promise<string> =>
    byAutomation
      ? (await rerunAutomation.mutateAsync({ runId: run.id })).id
      : (
          await rerun.mutateAsync({
            runId: run.id,
            idempotencyKey: `rerun-${run.id}-${crypto.randomUUID()}`,
          })
        ).runId;
  const formAgain = fillInAgainHref(run);
  const cancelling = run.cancelRequestedAt !== null && isCancellable(run.status);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {(run.can.cancel || cancelling) && (
        <ConfirmDialog
          title="Cancel this run?"
          description={
            isAtWork(run.status)
              ? run.workspace
                ? "Terraform is asked to stop. It finishes what it is doing, saves its state and releases its lock; what it has made stays."
                : "Whoever carries it out is asked to stop, where that can be. What was done already stays."
              : "Nothing has been changed yet, and nothing will be."
          }
          confirmLabel="Cancel run"
          onConfirm={async () => {
            await cancel.mutateAsync({ runId: run.id });
            toast.info("Cancellation requested", { description: title });
          }}
          trigger={
            <Button variant="secondary" disabled={cancelling} loading={cancelling}>
              {cancelling ? "Cancelling" : "Cancel run"}
            </Button>
          }
        />
      )}
      {run.can.acknowledge && (
        <Acknowledge runId={run.id} rescued={run.failure?.code === "state_not_saved"} />
      )}
      {run.can.override && <OverrideDialog runId={run.id} />}
      {run.can.rerun && formAgain !== null && (
        <ButtonLink variant="secondary" href={formAgain} title="Its secret inputs are not kept.">
          Fill in again
        </ButtonLink>
      )}
      {run.can.rerun && formAgain === null && (
        <ConfirmDialog
          tone="primary"
          title={byAutomation ? "Run again for the same event?" : "Run again with the same inputs?"}
          description={
            byAutomation
              ? "A new run is made with the automation as it is today, whatever its condition says."
              : "A new run is made. It plans afresh and needs its own approval."
          }
          confirmLabel="Run again"
          onConfirm={async () => router.push(`/runs/${await again()}`)}
          trigger={<Button variant="secondary">Run again</Button>}
        />
      )}
      <GetHelp about={{ runId: run.id }} facts={helpFacts(run)} />
    </div>
  );
}

/** What the owners of the action learn of the run. */
const helpFacts = (run: RunView): string[] => [
  `The run ${run.id} of ${run.action.title}, which is ${run.status.replaceAll("_", " ")}`,
  ...(run.failure ? [`Where and why it stopped: ${run.failure.stage}, ${run.failure.message}`] : []),
  ...(run.links.length > 0 ? ["Its links"] : []),
];

const LEFT_BEHIND =
  "The run ended in the middle of an apply. Compare what Terraform had finished with what its state knows, and clean up or import what is missing. Then the workspace is unblocked.";
const RESCUED =
  "Terraform could not store what it had done. Its state was kept, encrypted; it becomes the newest version, and the workspace can be used again.";

/** `rescued`: Terraform could not store its state, which was kept and can be put in place. */
function Acknowledge({ runId, rescued }: { runId: string; rescued: boolean }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [useRescuedState, setUseRescuedState] = useState(rescued);
  const acknowledge = useMutation(
    trpc.runs.acknowledge.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        toast.success("Workspace unblocked");
        await queryClient.invalidateQueries();
      },
    }),
  );
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger
        render={
          <Button variant="primary">
            {rescued ? "Put the rescued state in place" : "Resolve interruption"}
          </Button>
        }
      />
      <DialogContent
        title={rescued ? "Put the rescued state in place?" : "Have you looked at what was left behind?"}
        description={rescued ? RESCUED : LEFT_BEHIND}
        footer={
          <>
            <DialogClose render={<Button variant="ghost">Not yet</Button>} />
            <Button type="submit" form="acknowledge" variant="primary" loading={acknowledge.isPending}>
              Unblock workspace
            </Button>
          </>
        }
      >
        <form
          id="acknowledge"
          noValidate
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (reason.trim())
              acknowledge.mutate({ runId, reason: reason.trim(), ...(rescued ? { useRescuedState } : {}) });
          }}
        >
          <Field
            label="What did you find and do?"
            required
            error={tried && !reason.trim() ? "Say what you found: it is kept with the run." : undefined}
          >
            <Textarea
              rows={4}
              maxLength={2000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
          {rescued && (
            <Field label="Put the rescued state in place as the newest version" orientation="inline">
              <Checkbox
                checked={useRescuedState}
                onChange={(event) => setUseRescuedState(event.target.checked)}
              />
            </Field>
          )}
          {acknowledge.error && <FormError error={acknowledge.error} />}
        </form>
      </DialogContent>
    </Dialog>
  );
}
