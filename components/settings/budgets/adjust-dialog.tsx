"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/components/forms/form-frame";
import { formFailure } from "@/components/forms/form-failure";
import { amountWords } from "@/components/cost/amounts";
import { useTRPC } from "@/components/trpc/provider";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { BudgetDetail } from "./budget-types";

export type Commitment = BudgetDetail["commitments"]["items"][number];

interface AdjustDialogProps {
  budget: BudgetDetail;
  /** What takes from the budget already; null: something that is not in the list. */
  thing: Commitment | null;
  onClose: () => void;
  onAdjusted: () => Promise<unknown>;
}

/** Puts right what a thing takes from a budget each month, by an entry of the ledger with a reason. */
export function AdjustDialog({ budget, thing, onClose, onAdjusted }: AdjustDialogProps) {
  const trpc = useTRPC();
  const [form, setForm] = useState({
    blueprint: thing?.blueprint ?? "",
    entity: thing?.entity ?? "",
    // Most often it was removed around the portal: all of it goes.
    change: thing ? `-${thing.amount.replace(/\.?0+$/, "")}` : "",
    reason: "",
  });
  const adjust = useMutation(trpc.budgets.adjust.mutationOptions());
  const failure = formFailure(adjust.error, { fields: ["blueprint", "entity", "change", "reason"] });
  const text = (key: keyof typeof form, placeholder?: string) => ({
    value: form[key],
    placeholder,
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [key]: event.target.value }),
  });
  const submit = () => {
    adjust.mutate(
      { id: budget.id, ...form },
      {
        onSuccess: async ({ changed }) => {
          await onAdjusted();
          onClose();
          toast.success(
            Number(changed) === 0
              ? "Nothing changed: it took nothing from the budget"
              : `Committed changed by ${amountWords(changed, budget.currency)}`,
          );
        },
      },
    );
  };
  return (
    <FormDialog
      title={thing ? `Put right what ${thing.entity} takes` : "Put right what something takes"}
      description="For what was made, changed or removed around the portal. The ledger gets an entry with your reason."
      submit="Put right"
      onSubmit={submit}
      onClose={onClose}
      save={adjust}
      failure={failure}
    >
      {thing ? (
        <p>
          It takes{" "}
          <strong className="tabular font-medium">{amountWords(thing.amount, budget.currency)}</strong> a
          month now.
        </p>
      ) : (
        <div className="grid grid-cols-2 gap-4">
          <Field label="Blueprint" required error={failure.at("blueprint")}>
            <Input mono {...text("blueprint", "database")} />
          </Field>
          <Field label="Entity" required error={failure.at("entity")}>
            <Input mono {...text("entity", "orders")} />
          </Field>
        </div>
      )}
      <Field
        label="Change a month"
        required
        error={failure.at("change")}
        description="Negative gives back. It never takes less than nothing."
      >
        <Input inputMode="decimal" suffix={budget.currency} {...text("change", "-84")} />
      </Field>
      <Field label="Reason" required error={failure.at("reason")} description="It stays in the ledger.">
        <Textarea rows={2} {...text("reason", "Deleted in the provider's console")} />
      </Field>
    </FormDialog>
  );
}
