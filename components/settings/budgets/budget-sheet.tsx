"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormSheet } from "@/components/forms/form-frame";
import { formFailure } from "@/components/forms/form-failure";
import { useShell } from "@/components/shell/shell-context";
import { useTRPC } from "@/components/trpc/provider";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type Budget, listOf } from "./budget-types";
import { ScopeFields, scopeDraft, scopeOf } from "./scope-fields";

interface BudgetSheetProps {
  /** Null: a new one. */
  budget: Budget | null;
  onClose: () => void;
  onSaved: (title: string) => void;
}

const FIELDS = [
  "title",
  "amount",
  "currency",
  "scope",
  "warnAt",
  "extraApprovalAt",
  "blockAt",
  "owners",
  "approvers",
  "validFrom",
  "validUntil",
];
const percentOf = (text: string): number | null => (text.trim() === "" ? null : Number(text));

/** A budget: its scope and currency once, the rest at any time. */
export function BudgetSheet({ budget, onClose, onSaved }: BudgetSheetProps) {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const [scope, setScope] = useState(() => scopeDraft(budget?.scope));
  const [form, setForm] = useState({
    title: budget?.title ?? "",
    amount: budget?.amount ?? "",
    currency: budget?.currency ?? "USD",
    warnAt: String(budget ? (budget.warnAt ?? "") : 80),
    extraApprovalAt: String(budget?.extraApprovalAt ?? ""),
    blockAt: String(budget ? (budget.blockAt ?? "") : 100),
    ownerUsers: budget?.owners.users.join(", ") ?? "",
    ownerTeams: budget?.owners.teams.join(", ") ?? "",
    approverUsers: budget?.approvers.users.join(", ") ?? "",
    approverTeams: budget?.approvers.teams.join(", ") ?? "",
    validFrom: budget?.validFrom ?? "",
    validUntil: budget?.validUntil ?? "",
  });
  type Key = keyof typeof form;
  const create = useMutation(trpc.budgets.create.mutationOptions());
  const update = useMutation(trpc.budgets.update.mutationOptions());
  const save = budget ? update : create;
  const failure = formFailure(save.error, { fields: FIELDS, below: "budget" });
  const issueAt = failure.at;
  const text = (key: Key, placeholder?: string) => ({
    value: form[key],
    placeholder,
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [key]: event.target.value }),
  });
  const submit = () => {
    const content = {
      title: form.title,
      amount: form.amount,
      warnAt: percentOf(form.warnAt),
      extraApprovalAt: percentOf(form.extraApprovalAt),
      blockAt: percentOf(form.blockAt),
      owners: { users: listOf(form.ownerUsers), teams: listOf(form.ownerTeams) },
      approvers: { users: listOf(form.approverUsers), teams: listOf(form.approverTeams) },
      validFrom: form.validFrom || null,
      validUntil: form.validUntil || null,
    };
    const options = { onSuccess: () => onSaved(form.title) };
    if (budget) update.mutate({ id: budget.id, budget: { ...content, revision: budget.revision } }, options);
    else
      create.mutate(
        {
          ...content,
          currency: form.currency.trim().toUpperCase(),
          scope: scopeOf(scope),
        },
        options,
      );
  };
  return (
    <FormSheet
      title={budget ? `Edit ${budget.title}` : "New budget"}
      description="What may be spent a month, and when somebody has to look."
      submit={budget ? "Save budget" : "Create budget"}
      onSubmit={submit}
      onClose={onClose}
      save={save}
      failure={failure}
    >
      <Field label="Title" required error={issueAt("title")}>
        <Input {...text("title", "Payments in production")} />
      </Field>
      <div className="grid grid-cols-2 gap-4">
        <Field label="Amount a month" required error={issueAt("amount")}>
          <Input inputMode="decimal" {...text("amount", "500")} />
        </Field>
        <Field label="Currency" required error={issueAt("currency")}>
          <Input mono readOnly={budget !== null} {...text("currency", "EUR")} />
        </Field>
      </div>
      {budget === null && (
        <Fieldset
          legend="What it takes in"
          description="Everything, where nothing is chosen. It stays as it is once the budget is made."
        >
          <ScopeFields value={scope} onChange={setScope} issueAt={issueAt} />
        </Fieldset>
      )}
      <Fieldset legend="Levels" description="Percent of the amount above which each begins. Empty: never.">
        <div className="grid grid-cols-3 items-end gap-4">
          <Field label="Warn" error={issueAt("warnAt")}>
            <Input inputMode="numeric" suffix="%" {...text("warnAt")} />
          </Field>
          <Field label="Extra approval" error={issueAt("extraApprovalAt")}>
            <Input inputMode="numeric" suffix="%" {...text("extraApprovalAt")} />
          </Field>
          <Field label="Block" error={issueAt("blockAt")}>
            <Input inputMode="numeric" suffix="%" {...text("blockAt")} />
          </Field>
        </div>
      </Fieldset>
      {viewer.isAdmin && (
        <>
          <Fieldset
            legend="Owners"
            description="They raise it, grant exceptions, and are told when a level is reached."
          >
            <div className="grid gap-4">
              <Field label="Owners by e-mail" error={issueAt("owners", "users")}>
                <Input {...text("ownerUsers", "ada@example.com, alan@example.com")} />
              </Field>
              <Field label="Owning teams" error={issueAt("owners", "teams")}>
                <Input {...text("ownerTeams", "finance")} />
              </Field>
            </div>
          </Fieldset>
          <Fieldset legend="Extra approvers" description="Empty: its owners, or administrators.">
            <div className="grid gap-4">
              <Field label="Approvers by e-mail" error={issueAt("approvers", "users")}>
                <Input {...text("approverUsers")} />
              </Field>
              <Field label="Approving teams" error={issueAt("approvers", "teams")}>
                <Input {...text("approverTeams")} />
              </Field>
            </div>
          </Fieldset>
        </>
      )}
      <div className="grid grid-cols-2 gap-4">
        <Field label="First day" error={issueAt("validFrom")} description="In UTC. Empty: at once.">
          <Input type="date" {...text("validFrom")} />
        </Field>
        <Field label="Last day" error={issueAt("validUntil")} description="Empty: without end.">
          <Input type="date" {...text("validUntil")} />
        </Field>
      </div>
    </FormSheet>
  );
}
