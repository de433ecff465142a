"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormSheet } from "@/components/forms/form-frame";
import { formFailure } from "@/components/forms/form-failure";
import { useTRPC } from "@/components/trpc/provider";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { SecretItem } from "./secrets";

interface SecretSheetProps {
  secret: SecretItem | null;
  onClose: () => void;
  onSaved: (name: string) => void;
}

const FIELDS = ["name", "value", "description"];

/** A secret. A stored value stays as it is while its field is left empty. */
export function SecretSheet({ secret, onClose, onSaved }: SecretSheetProps) {
  const trpc = useTRPC();
  const [name, setName] = useState(secret?.name ?? "");
  const [value, setValue] = useState("");
  const [description, setDescription] = useState(secret?.description ?? "");
  const [shown, setShown] = useState(false);
  // Not kept once the sheet is closed: what was sent holds the value.
  const create = useMutation(trpc.secrets.create.mutationOptions({ gcTime: 0 }));
  const change = useMutation(trpc.secrets.change.mutationOptions({ gcTime: 0 }));
  const save = secret ? change : create;
  const failure = formFailure(save.error, { fields: FIELDS });
  const issueAt = failure.at;
  const submit = () => {
    const options = { onSuccess: () => onSaved(name) };
    const given = { name, description: description || null };
    if (secret) change.mutate({ ...given, ...(value === "" ? {} : { value }) }, options);
    else create.mutate({ ...given, value }, options);
  };
  return (
    <FormSheet
      title={secret ? `Edit ${secret.name}` : "New secret"}
      description="Its value is encrypted and never shown again."
      submit={secret ? "Save secret" : "Create secret"}
      onSubmit={submit}
      onClose={onClose}
      save={save}
      failure={failure}
      secret
    >
      <Field
        label="Name"
        required
        error={issueAt("name")}
        description="What payloads call it by. Letters, digits, dashes and underscores."
      >
        <Input
          mono
          placeholder="DB_PASSWORD"
          value={name}
          readOnly={secret !== null}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field
        label={secret ? "New value" : "Value"}
        required={secret === null}
        error={issueAt("value")}
        description={
          secret
            ? "Leave it empty to keep the stored one. Runs that wait for approval with the old one become stale."
            : undefined
        }
      >
        <Textarea
          mono
          autoComplete="off"
          className={shown ? undefined : "[-webkit-text-security:disc]"}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      </Field>
      <Field label="Show what I type" orientation="inline">
        <Checkbox checked={shown} onCheckedChange={setShown} />
      </Field>
      <Field label="Description" error={issueAt("description")}>
        <Textarea
          maxLength={200}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
      </Field>
    </FormSheet>
  );
}
