"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { formFailure } from "@/components/forms/form-failure";
import { FormDialog } from "@/components/forms/form-frame";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** Sends a file as it is. Out: its id. Throws with what the server said, in the form of any other refusal. */
async function sendFile({
  file,
  source,
  currency,
}: {
  file: File;
  source: string;
  currency: string;
}): Promise<string> {
  const search = new URLSearchParams({ source, fileName: file.name, ...(currency && { currency }) });
  const response = await fetch(`/api/costs/imports?${search.toString()}`, {
    method: "POST",
    body: file,
  }).catch(() => null);
  if (!response)
    throw refusal("unavailable", "The portal could not be reached. Check the connection and try again.");
  const answer = (await response.json()) as { id?: string; message?: string; requestId?: string };
  if (answer.id) return answer.id;
  throw refusal("invalid", answer.message ?? "The file could not be sent. Try it again.", answer.requestId);
}

const refusal = (code: "invalid" | "unavailable", message: string, requestId?: string) =>
  Object.assign(new Error(message), { data: { domain: { code, message, requestId } } });

/** Chooses a file and says whose bill it is; it is checked first, and counts once it is confirmed. */
export function SendBill({ onClose, onSent }: { onClose: () => void; onSent: (id: string) => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [source, setSource] = useState("");
  const [currency, setCurrency] = useState("");
  const [missing, setMissing] = useState<{ file?: string; source?: string }>({});
  const send = useMutation({ mutationFn: sendFile, onSuccess: onSent });
  const submit = () => {
    const wrong = {
      ...(file ? {} : { file: "Choose a file." }),
      ...(source.trim() ? {} : { source: "Say whose bill it is." }),
    };
    setMissing(wrong);
    if (file && source.trim())
      send.mutate({ file, source: source.trim(), currency: currency.trim().toUpperCase() });
  };
  return (
    <FormDialog
      title="Send a bill"
      description="FOCUS as CSV or Parquet, a plain CSV, or an answer of OpenCost. Nothing counts before you have seen what is in it."
      submit="Check it"
      onSubmit={submit}
      onClose={onClose}
      save={send}
      failure={formFailure(send.error, { fields: [] })}
    >
      <Field label="File" required error={missing.file}>
        <Input
          type="file"
          accept=".csv,.gz,.parquet,.json,text/csv,application/json"
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
      </Field>
      <Field
        label="Source"
        required
        error={missing.source}
        description="The same name each time: a later bill of the same account and month takes the place of the earlier one."
      >
        <Input value={source} onChange={(event) => setSource(event.target.value)} placeholder="aws-main" />
      </Field>
      <Field label="Currency" description="Only for files that name none.">
        <Input
          value={currency}
          onChange={(event) => setCurrency(event.target.value)}
          placeholder="EUR"
          maxLength={3}
        />
      </Field>
    </FormDialog>
  );
}
