"use client";

import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { VariableRow } from "./rows";

interface VariableFieldsProps {
  row: VariableRow;
  index: number;
  nameError: string | undefined;
  valueError: string | undefined;
  onChange: (next: Partial<VariableRow>) => void;
  onRemove: () => void;
}

/** One variable of a set. */
export function VariableFields(props: VariableFieldsProps) {
  const { row, index, nameError, valueError, onChange, onRemove } = props;
  const n = index + 1;
  return (
    <div className="grid gap-2 rounded-md border p-3 sm:grid-cols-2">
      <Field label={`Kind ${n}`}>
        <Select
          value={row.kind}
          onValueChange={(kind) => onChange({ kind, stored: false })}
          options={[
            { value: "terraform", label: "Variable of the module" },
            { value: "environment", label: "Environment" },
          ]}
        />
      </Field>
      <Field label={`Variable ${n}`} required error={nameError}>
        <Input
          mono
          placeholder={row.kind === "environment" ? "AWS_REGION" : "region"}
          value={row.name}
          onChange={(event) => onChange({ name: event.target.value, stored: false })}
        />
      </Field>
      <Field
        className="sm:col-span-2"
        label={`Value ${n}`}
        error={valueError}
        description={row.kind === "terraform" ? "A text, or JSON for numbers, lists and objects." : undefined}
      >
        <Input
          mono
          type={row.sensitive ? "password" : "text"}
          autoComplete="new-password"
          placeholder={row.stored ? "Stored; leave empty to keep" : ""}
          value={row.value}
          onChange={(event) => onChange({ value: event.target.value })}
        />
      </Field>
      <Field label={`Sensitive ${n}`} orientation="inline">
        <Checkbox
          checked={row.sensitive}
          onChange={(event) => onChange({ sensitive: event.target.checked })}
        />
      </Field>
      <div className="flex justify-end">
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Remove variable ${n}`}
          className="text-muted-foreground"
          onClick={onRemove}
        >
          <X aria-hidden />
        </Button>
      </div>
    </div>
  );
}
