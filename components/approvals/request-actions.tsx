"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { RunApproval } from "@/components/runs/run-types";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";

/** What can be done with a request beside deciding it: its requester withdraws it; in an emergency it is started without. */
export function RequestActions({ approval }: { approval: RunApproval }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [breaking, setBreaking] = useState(false);
  const withdraw = useMutation(trpc.approvals.withdraw.mutationOptions());
  if (!approval.mayWithdraw && !approval.mayBreakGlass) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {approval.mayWithdraw && (
        <ConfirmDialog
          title="Withdraw this request?"
          description="The run ends and nothing is changed. Those who were asked see that it was withdrawn."
          confirmLabel="Withdraw request"
          cancelLabel="Keep waiting"
          trigger={<Button size="sm">Withdraw</Button>}
          onConfirm={async () => {
            await withdraw.mutateAsync({ runId: approval.runId, reason: null });
            toast.success("Request withdrawn", { description: approval.title });
            await queryClient.invalidateQueries();
          }}
        />
      )}
      {approval.mayBreakGlass && (
        <Button size="sm" variant="destructive-outline" onClick={() => setBreaking(true)}>
          Start without approval
        </Button>
      )}
      <Dialog open={breaking} onOpenChange={setBreaking}>
        {breaking && <BreakGlassDialog approval={approval} close={() => setBreaking(false)} />}
      </Dialog>
    </div>
  );
}

function BreakGlassDialog({ approval, close }: { approval: RunApproval; close: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const [tried, setTried] = useState(false);
  const start = useMutation(
    trpc.approvals.breakGlass.mutationOptions({
      onSuccess: async () => {
        toast.success("Started without approval", { description: approval.title });
        close();
        await queryClient.invalidateQueries();
      },
    }),
  );
  const issues = start.error ? readFailure(start.error).issues : [];
  const issueAt = (field: string) => issues.find((issue) => issue.path.at(-1) === field)?.message;
  const tooShort = reason.trim().length < 10;
  const reasonError =
    tried && tooShort ? "Say why the run cannot wait, in at least ten characters." : issueAt("reason");
  const typedError =
    tried && typed !== approval.runId
      ? `Type ${approval.runId} exactly as it is written.`
      : issueAt("confirmation");
  return (
    <DialogContent
      title="Start without approval?"
      description={approval.title}
      footer={
        <>
          <DialogClose render={<Button variant="ghost">Wait for the approval</Button>} />
          <Button type="submit" form="break-glass" variant="destructive" loading={start.isPending}>
            Start without approval
          </Button>
        </>
      }
    >
      <form
        id="break-glass"
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (tooShort || typed !== approval.runId) return;
          start.mutate({ runId: approval.runId, reason, confirmation: typed });
        }}
      >
        <p className="text-muted-foreground">
          For emergencies. Exactly this plan is applied now. Everybody who could have decided is told, with
          your name and reason, and the run is marked for good.
        </p>
        <Field label="Reason" required error={reasonError}>
          <Textarea
            rows={3}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        <Field label={`Type ${approval.runId} to confirm`} required error={typedError}>
          <Input
            mono
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
        {issues.length === 0 && <FormError error={start.error} />}
      </form>
    </DialogContent>
  );
}
