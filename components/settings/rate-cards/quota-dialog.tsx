"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import { FormDialog } from "@/components/forms/form-frame";
import { formFailure } from "@/components/forms/form-failure";
import { useTRPC } from "@/components/trpc/provider";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { AppRouter } from "@/server/api/root";
import { quotaWords } from "./quota-words";

export type Quota = inferRouterOutputs<AppRouter>["cost"]["quotas"]["list"][number];

interface QuotaDialogProps {
  /** Null: a new one. What it counts and for whom stays as it is once it is made. */
  quota: Quota | null;
  onClose: () => void;
  onSaved: (title: string) => void;
}

/** How many entities of a blueprint a person or a team may have at once. */
export function QuotaDialog({ quota, onClose, onSaved }: QuotaDialogProps) {
  const trpc = useTRPC();
  const blueprints = useQuery(trpc.catalog.blueprints.list.queryOptions());
  const [title, setTitle] = useState(quota?.title ?? "");
  const [blueprint, setBlueprint] = useState("");
  const [per, setPer] = useState<Quota["per"]>("user");
  const [subject, setSubject] = useState("");
  const [most, setMost] = useState(quota ? String(quota.most) : "");
  const create = useMutation(trpc.cost.quotas.create.mutationOptions());
  const update = useMutation(trpc.cost.quotas.update.mutationOptions());
  const save = quota ? update : create;
  const failure = formFailure(save.error, {
    fields: ["title", "blueprint", "per", "subject", "most"],
    taken: "blueprint",
  });
  const submit = () => {
    // What is no number is refused where everything is: by the server, with its place.
    const content = { title, most: most.trim() === "" ? Number.NaN : Number(most) };
    const options = { onSuccess: () => onSaved(title) };
    if (quota) update.mutate({ id: quota.id, ...content }, options);
    else create.mutate({ ...content, blueprint, per, subject: subject.trim() || null }, options);
  };
  return (
    <FormDialog
      title={quota ? `Edit ${quota.title}` : "New quota"}
      {...(quota && { description: `It counts ${quotaWords(quota)}, and keeps doing so.` })}
      submit={quota ? "Save quota" : "Create quota"}
      onSubmit={submit}
      onClose={onClose}
      save={save}
      failure={failure}
    >
      <Field label="Title" required error={failure.at("title")}>
        <Input
          value={title}
          placeholder="Environments by person"
          onChange={(event) => setTitle(event.target.value)}
        />
      </Field>
      {quota === null && (
        <>
          <Field label="Blueprint" required error={failure.at("blueprint")}>
            <Select
              value={blueprint}
              placeholder="Choose a blueprint"
              onValueChange={setBlueprint}
              options={(blueprints.data ?? []).map((one) => ({
                value: one.identifier,
                label: one.title ?? one.identifier,
              }))}
            />
          </Field>
          <Field label="For each" required error={failure.at("per")}>
            <Select
              value={per}
              onValueChange={setPer}
              options={[
                { value: "user", label: "Person" },
                { value: "team", label: "Team" },
              ]}
            />
          </Field>
          <Field
            label={per === "user" ? "Only for (e-mail)" : "Only for (team)"}
            error={failure.at("subject")}
            description="Empty: for each of them."
          >
            <Input value={subject} onChange={(event) => setSubject(event.target.value)} />
          </Field>
        </>
      )}
      <Field
        label="At most"
        required
        error={failure.at("most")}
        description="0: none can be made. What is there already stays."
      >
        <Input
          inputMode="numeric"
          value={most}
          placeholder="3"
          onChange={(event) => setMost(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
