"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formFailure } from "@/components/forms/form-failure";
import { FormDialog } from "@/components/forms/form-frame";
import { useTRPC } from "@/components/trpc/provider";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";

/** Says of a version why it should be left, and by when. */
export function DeprecateDialog({
  slug,
  version,
  onClose,
}: {
  slug: string;
  version: string;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const [retireOn, setRetireOn] = useState("");
  const save = useMutation(
    trpc.templates.deprecate.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries(trpc.templates.pathFilter());
        onClose();
      },
    }),
  );
  const failure = formFailure(save.error, { fields: ["note", "retireOn"] });
  return (
    <FormDialog
      title={`Deprecate version ${version}?`}
      description="What runs on it goes on; its page says that it should be upgraded. It can be taken back."
      submit="Deprecate it"
      onSubmit={() => save.mutate({ slug, version, note, retireOn: retireOn || null })}
      onClose={onClose}
      save={save}
      failure={failure}
    >
      <Field label="Why" required error={failure.at("note")}>
        <Textarea maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <Field label="To be left by" error={failure.at("retireOn")}>
        <Input type="date" value={retireOn} onChange={(event) => setRetireOn(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
