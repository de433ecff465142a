"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/components/forms/form-frame";
import { formFailure } from "@/components/forms/form-failure";
import { useTRPC } from "@/components/trpc/provider";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ResourcePrice } from "./price-table";

interface PriceDialogProps {
  price: ResourcePrice | null;
  onClose: () => void;
  onSaved: (resourceType: string) => void;
}

const FIELDS = ["resourceType", "attribute", "value", "monthly", "perAttribute", "currency", "note"] as const;
type FieldName = (typeof FIELDS)[number];

/** A price of the table. What it is for stays as it is once it is there. */
export function PriceDialog({ price, onClose, onSaved }: PriceDialogProps) {
  const trpc = useTRPC();
  const [form, setForm] = useState<Record<FieldName, string>>({
    resourceType: price?.resourceType ?? "",
    attribute: price?.attribute ?? "",
    value: price?.value ?? "",
    monthly: price?.monthly ?? "",
    perAttribute: price?.perAttribute ?? "",
    currency: price?.currency ?? "USD",
    note: price?.note ?? "",
  });
  const put = useMutation(trpc.cost.prices.put.mutationOptions());
  const failure = formFailure(put.error, { fields: FIELDS, taken: "resourceType" });
  const submit = () => {
    const orNull = (text: string) => text.trim() || null;
    put.mutate(
      {
        ...form,
        attribute: orNull(form.attribute),
        value: orNull(form.value),
        perAttribute: orNull(form.perAttribute),
        note: orNull(form.note),
        currency: form.currency.trim().toUpperCase(),
      },
      { onSuccess: () => onSaved(form.resourceType) },
    );
  };
  const field = (name: FieldName, label: string, placeholder: string, fixed = false, required = false) => (
    <Field label={label} required={required} error={failure.at(name)}>
      <Input
        value={form[name]}
        placeholder={placeholder}
        readOnly={fixed && price !== null}
        onChange={(event) => setForm({ ...form, [name]: event.target.value })}
      />
    </Field>
  );
  return (
    <FormDialog
      title={price ? `Price of ${price.resourceType}` : "Add price"}
      submit="Save price"
      onSubmit={submit}
      onClose={onClose}
      save={put}
      failure={failure}
    >
      {field("resourceType", "Resource type", "aws_instance", true, true)}
      <div className="grid grid-cols-2 gap-4">
        {field("attribute", "Attribute", "instance_type", true)}
        {field("value", "Its value", "m5.large", true)}
      </div>
      <div className="grid grid-cols-2 gap-4">
        {field("monthly", "Price a month", "70.08", false, true)}
        {field("currency", "Currency", "USD", false, true)}
      </div>
      {field("perAttribute", "Times the attribute", "allocated_storage")}
      {field("note", "Note", "730 h at 0.096, on demand")}
    </FormDialog>
  );
}
