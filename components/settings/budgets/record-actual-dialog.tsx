"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/components/forms/form-frame";
import { formFailure } from "@/components/forms/form-failure";
import { useTRPC } from "@/components/trpc/provider";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import type { CostScope } from "@/server/cost/schema";
import { ScopeFields, scopeDraft, scopeOf } from "./scope-fields";

interface RecordActualDialogProps {
  /** What it is most likely for: the scope and currency of the budget that one looks at. */
  scope?: CostScope;
  currency?: string;
  onClose: () => void;
}

/** The month of today in UTC, as providers bill. */
const thisMonth = (): string => new Date().toISOString().slice(0, 7);

/** What was billed for a month: every budget that takes the scope in is trued up by it. */
export function RecordActualDialog({ scope, currency, onClose }: RecordActualDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [form, setForm] = useState({
    month: thisMonth(),
    amount: "",
    currency: currency ?? "USD",
    source: "By hand",
  });
  const [where, setWhere] = useState(() => scopeDraft(scope));
  const record = useMutation(trpc.budgets.recordActual.mutationOptions());
  const failure = formFailure(record.error, { fields: ["month", "amount", "currency", "source", "scope"] });
  const issueAt = failure.at;
  const text = (key: keyof typeof form, placeholder?: string) => ({
    value: form[key],
    placeholder,
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [key]: event.target.value }),
  });
  const submit = () => {
    record.mutate(
      { ...form, currency: form.currency.trim().toUpperCase(), scope: scopeOf(where) },
      {
        onSuccess: async ({ budgets }) => {
          await queryClient.invalidateQueries(trpc.budgets.pathFilter());
          onClose();
          if (budgets.length > 0)
            toast.success(
              `The cost was recorded: it counts for ${budgets.length} ${budgets.length === 1 ? "budget" : "budgets"}`,
            );
          else
            toast.info("The cost was recorded", {
              description: "No budget takes this scope in, in this currency.",
            });
        },
      },
    );
  };
  return (
    <FormDialog
      title="Record what was billed"
      description="A month's actual cost. What the same source said before of the month and scope is replaced."
      submit="Record cost"
      onSubmit={submit}
      onClose={onClose}
      save={record}
      failure={failure}
    >
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Month" required error={issueAt("month")} description="In UTC.">
          <Input type="month" {...text("month", "2027-01")} />
        </Field>
        <Field label="Billed" required error={issueAt("amount")} description="A credit is negative.">
          <Input inputMode="decimal" {...text("amount", "412.80")} />
        </Field>
        <Field label="Currency" required error={issueAt("currency")}>
          <Input mono {...text("currency", "EUR")} />
        </Field>
      </div>
      <Field
        label="Source"
        required
        error={issueAt("source")}
        description="Who says so: an invoice, a billing export."
      >
        <Input {...text("source", "Invoice of the provider")} />
      </Field>
      <Fieldset legend="What it is for">
        <ScopeFields value={where} onChange={setWhere} issueAt={issueAt} />
      </Fieldset>
    </FormDialog>
  );
}
