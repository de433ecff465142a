"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formFailure } from "@/components/forms/form-failure";
import { FormDialog } from "@/components/forms/form-frame";
import { useTRPC } from "@/components/trpc/provider";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ComboboxOption } from "@/components/ui/option-search";

interface NewDeputyProps {
  onClose: () => void;
  onAdded: (name: string) => void;
}

/** A date as its input has it, in the reader's own time. */
const dateText = (date: Date): string =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;

/** Midnight at the beginning of a day, or at its end. */
function instantOf(text: string, end: boolean): Date {
  const date = new Date(`${text}T00:00:00`);
  if (end) date.setDate(date.getDate() + 1);
  return date;
}

/** Names a deputy: who, from when until when, and why. */
export function NewDeputy({ onClose, onAdded }: NewDeputyProps) {
  const trpc = useTRPC();
  const people = useQuery(trpc.identity.users.list.queryOptions());
  const [person, setPerson] = useState<ComboboxOption | null>(null);
  const [from, setFrom] = useState(() => dateText(new Date()));
  const [until, setUntil] = useState(() => dateText(new Date(Date.now() + 7 * 86_400_000)));
  const [reason, setReason] = useState("");
  const add = useMutation(
    trpc.approvals.delegations.add.mutationOptions({
      onSuccess: () => onAdded(person?.label ?? "Your deputy"),
    }),
  );
  const failure = formFailure(add.error, { fields: ["deputy", "startsAt", "endsAt", "reason"] });
  return (
    <FormDialog
      title="Name a deputy"
      description="Their votes say that they were cast for you."
      submit="Name deputy"
      onSubmit={() =>
        add.mutate({
          deputy: person?.value ?? "",
          reason,
          startsAt: instantOf(from, false),
          endsAt: instantOf(until, true),
        })
      }
      onClose={onClose}
      save={add}
      failure={failure}
    >
      <Field label="Deputy" required error={failure.at("deputy")}>
        <Combobox
          value={person}
          onValueChange={setPerson}
          placeholder="Choose a person…"
          options={(people.data ?? []).map(({ email, name }) => ({
            value: email,
            label: name,
            description: email,
          }))}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="First day" required error={failure.at("startsAt")}>
          <Input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
        </Field>
        <Field label="Last day" required error={failure.at("endsAt")}>
          <Input type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
        </Field>
      </div>
      <Field label="Reason" required error={failure.at("reason")}>
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
