"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useShortcutsOn } from "@/components/shell/use-shortcuts";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { Vote } from "@/server/approvals/schema";

export interface DecisionButtonsProps {
  runId: string;
  title: string;
  /** Hash of what is on the screen: the server refuses the decision when the request is another by now. */
  subjectHash: string;
  /** The plan destroys or replaces something: the approver types this name first. */
  destroys: string | null;
  /** What one looks at: a plan of Terraform, or what is sent elsewhere. */
  hasPlan: boolean;
  onDecided?: () => void;
}

/** Approve and decline, by button or by `a` and `r`. Never optimistic: the server's word counts. */
export function DecisionButtons(props: DecisionButtonsProps) {
  const [vote, setVote] = useState<Vote | null>(null);
  const [shortcuts] = useShortcutsOn();
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        variant="destructive-outline"
        aria-keyshortcuts={shortcuts ? "r" : undefined}
        onClick={() => setVote("DECLINE")}
      >
        Decline {shortcuts && <Kbd keys={["R"]} />}
      </Button>
      <Button
        variant="primary"
        aria-keyshortcuts={shortcuts ? "a" : undefined}
        onClick={() => setVote("APPROVE")}
      >
        Approve {props.hasPlan ? "plan" : "request"} {shortcuts && <Kbd keys={["A"]} />}
      </Button>
      <Dialog open={vote !== null} onOpenChange={(open) => !open && setVote(null)}>
        {vote && <DecisionDialog key={vote} vote={vote} close={() => setVote(null)} {...props} />}
      </Dialog>
    </div>
  );
}

function DecisionDialog({
  vote,
  close,
  runId,
  title,
  subjectHash,
  destroys,
  hasPlan,
  onDecided,
}: DecisionButtonsProps & { vote: Vote; close: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const [tried, setTried] = useState(false);
  const approving = vote === "APPROVE";
  const subject = hasPlan ? "plan" : "request";
  const needsName = approving && destroys !== null;
  const mutation = useMutation(
    trpc.approvals.decide.mutationOptions({
      onSuccess: async (result) => {
        toast.success(
          result.status === "pending"
            ? "Your vote counts; others have to decide too"
            : approving
              ? `${hasPlan ? "Plan" : "Request"} approved`
              : "Request declined",
          { description: title },
        );
        close();
        onDecided?.();
        await queryClient.invalidateQueries();
      },
    }),
  );
  const reasonError =
    (tried && !approving && reason.trim() === "" && "Say why, so that the requester knows what to change.") ||
    issueOf(mutation.error, "description");
  const nameError =
    tried && needsName && typed !== destroys ? `Type ${destroys} exactly as it is written.` : undefined;
  const submit = () => {
    setTried(true);
    if ((!approving && reason.trim() === "") || (needsName && typed !== destroys)) return;
    mutation.mutate({
      runId,
      decision: { status: vote, subjectHash, ...(reason.trim() ? { description: reason.trim() } : {}) },
    });
  };
  return (
    <DialogContent
      title={approving ? `Approve this ${subject}?` : "Decline this request?"}
      description={title}
      footer={
        <>
          <DialogClose render={<Button variant="ghost">Keep looking</Button>} />
          <Button
            type="submit"
            form="decision"
            variant={approving && !needsName ? "primary" : "destructive"}
            loading={mutation.isPending}
          >
            {approving ? `Approve ${subject}` : "Decline request"}
          </Button>
        </>
      }
    >
      <form
        id="decision"
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className="text-muted-foreground">
          {approving
            ? `Exactly this ${subject} is ${hasPlan ? "applied" : "carried out"}, and nothing else: if anything changes before that, your approval is void.`
            : "The run ends and nothing is changed. The requester sees your reason."}
        </p>
        {needsName && (
          <Field
            label={`Type ${destroys} to confirm`}
            description="This plan destroys or replaces something that exists."
            error={nameError}
            required
          >
            <Input
              mono
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </Field>
        )}
        <Field
          label={approving ? "Comment" : "Reason"}
          required={!approving}
          error={reasonError || undefined}
        >
          <Textarea
            rows={3}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        {mutation.error && !issueOf(mutation.error, "description") && <FormError error={mutation.error} />}
      </form>
    </DialogContent>
  );
}

function issueOf(error: unknown, field: string): string | undefined {
  if (!error) return undefined;
  return readFailure(error).issues.find((issue) => issue.path.at(-1) === field)?.message;
}
