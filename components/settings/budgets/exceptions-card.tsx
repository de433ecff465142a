"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/components/forms/form-frame";
import { amountWords } from "@/components/cost/amounts";
import { formFailure } from "@/components/forms/form-failure";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { BudgetDetail } from "./budget-types";

/** More money for a while: what was granted, and granting it. */
export function ExceptionsCard({
  budget,
  onChanged,
}: {
  budget: BudgetDetail;
  onChanged: () => Promise<unknown>;
}) {
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const revoke = useMutation(trpc.budgets.revokeException.mutationOptions());
  return (
    <SectionCard
      title="Exceptions"
      description="More money for a while, with a reason."
      padded={false}
      actions={
        budget.canManage && (
          <Button size="sm" aria-haspopup="dialog" onClick={() => setOpen(true)}>
            Grant exception
          </Button>
        )
      }
    >
      {budget.exceptionsGranted.length === 0 ? (
        <p className="text-muted-foreground px-4 py-3">None was granted.</p>
      ) : (
        <ul className="divide-y">
          {budget.exceptionsGranted.map((exception) => {
            // The database decides what holds; here it is only told.
            const isOver = exception.revokedAt !== null || exception.expiresAt.getTime() < Date.now();
            return (
              <li
                key={exception.id}
                className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2"
              >
                <span className="min-w-0">
                  <span className="tabular font-medium">
                    {amountWords(exception.amount, budget.currency)}
                  </span>{" "}
                  <span className="break-words">“{exception.reason}”</span>
                  <span className="text-muted-foreground block text-xs">
                    By {exception.grantedBy}, <RelativeTime value={exception.createdAt} />
                    {!isOver && (
                      <>
                        {" "}
                        · ends <RelativeTime value={exception.expiresAt} />
                      </>
                    )}
                  </span>
                </span>
                {isOver ? (
                  <Badge>{exception.revokedAt ? "Taken back" : "Over"}</Badge>
                ) : (
                  budget.canManage && (
                    <ConfirmDialog
                      title="Take this exception back?"
                      description="What was approved under it goes on; new requests no longer have it."
                      confirmLabel="Take back"
                      trigger={
                        <Button size="sm" variant="destructive-outline">
                          Take back
                        </Button>
                      }
                      onConfirm={async () => {
                        await revoke.mutateAsync({ id: budget.id, exceptionId: exception.id });
                        await onChanged();
                      }}
                    />
                  )
                )}
              </li>
            );
          })}
        </ul>
      )}
      {open && (
        <GrantDialog
          budget={budget}
          onClose={() => setOpen(false)}
          onGranted={async () => {
            setOpen(false);
            await onChanged();
            toast.success("The exception was granted");
          }}
        />
      )}
    </SectionCard>
  );
}

interface GrantDialogProps {
  budget: BudgetDetail;
  onClose: () => void;
  onGranted: () => void;
}

/** The last moment of a day of this browser's time zone. */
const endOf = (day: string): Date => new Date(`${day}T23:59:59`);

function GrantDialog({ budget, onClose, onGranted }: GrantDialogProps) {
  const trpc = useTRPC();
  const [amount, setAmount] = useState("");
  const [reason, setReason] = useState("");
  const [day, setDay] = useState("");
  const [missing, setMissing] = useState(false);
  const grant = useMutation(trpc.budgets.grantException.mutationOptions());
  const failure = formFailure(grant.error, {
    fields: ["amount", "reason", "expiresAt"],
    below: "exception",
  });
  return (
    <FormDialog
      title={`Grant an exception to ${budget.title}`}
      submit="Grant exception"
      check={() => {
        setMissing(day === "");
        return day !== "";
      }}
      onSubmit={() =>
        grant.mutate(
          { id: budget.id, exception: { amount, reason, expiresAt: endOf(day) } },
          { onSuccess: onGranted },
        )
      }
      onClose={onClose}
      save={grant}
      failure={failure}
    >
      <Field label="More a month" required error={failure.at("amount")}>
        <Input
          inputMode="decimal"
          suffix={budget.currency}
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
        />
      </Field>
      <Field label="Last day" required error={missing ? "Choose its last day." : failure.at("expiresAt")}>
        <Input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
      </Field>
      <Field label="Reason" required error={failure.at("reason")} description="It stays in the audit log.">
        <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
