"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";

/** Requests a denied run again, against the policies that denied it: with a reason that the approvers read. */
export function OverrideDialog({ runId }: { runId: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const rerun = useMutation(
    trpc.actions.rerun.mutationOptions({ onSuccess: (again) => router.push(`/runs/${again.runId}`) }),
  );
  return (
    <Dialog>
      <DialogTrigger render={<Button variant="primary">Request override</Button>} />
      <DialogContent
        title="Request this run against the policies?"
        description="A new run is made with the same inputs. It starts only when the people approve who may override the policies. The reason stays in the audit log."
        footer={
          <>
            <DialogClose render={<Button variant="ghost">Not now</Button>} />
            <Button type="submit" form="override" variant="primary" loading={rerun.isPending}>
              Request override
            </Button>
          </>
        }
      >
        <form
          id="override"
          noValidate
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (!reason.trim() || rerun.isPending) return;
            rerun.mutate({
              runId,
              overrideReason: reason.trim(),
              idempotencyKey: `override-${runId}-${crypto.randomUUID()}`,
            });
          }}
        >
          <Field
            label="Why should it go on nonetheless?"
            required
            error={tried && !reason.trim() ? "Give a reason: whoever approves it reads it." : undefined}
          >
            <Textarea
              rows={4}
              maxLength={2000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
          {rerun.error && <FormError error={rerun.error} />}
        </form>
      </DialogContent>
    </Dialog>
  );
}
