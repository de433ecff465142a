"use client";

import { useState } from "react";
import { FormError } from "@/components/states/states";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";

interface ReasonDialogProps {
  trigger: React.ReactElement;
  title: string;
  description: string;
  /** The verb on the button. */
  confirmLabel: string;
  destructive?: boolean;
  /** What the reason is asked as. */
  label: string;
  /** Waited for; the dialog stays open with the reason of a failure. */
  onConfirm: (reason: string) => Promise<unknown>;
}

/** Asks for a reason that is kept in the audit log, and then does it. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { trigger, title, description, confirmLabel, destructive = false, label, onConfirm } = props;
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [working, setWorking] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const confirm = async () => {
    if (working) return;
    setWorking(true);
    setError(null);
    try {
      await onConfirm(reason);
      setReason("");
      setOpen(false);
    } catch (failure) {
      setError(failure);
    } finally {
      setWorking(false);
    }
  };
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger render={trigger as React.ReactElement<Record<string, unknown>>} />
      <DialogContent
        title={title}
        description={description}
        footer={
          <>
            <DialogClose render={<Button>Cancel</Button>} />
            <Button
              variant={destructive ? "destructive" : "primary"}
              loading={working}
              disabled={reason.trim() === ""}
              onClick={() => void confirm()}
            >
              {confirmLabel}
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          <Field label={label} required description="It is kept in the audit log.">
            <Textarea value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
          <FormError error={error} />
        </div>
      </DialogContent>
    </Dialog>
  );
}
