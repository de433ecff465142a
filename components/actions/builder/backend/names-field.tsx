"use client";

import { useState } from "react";
import { useBound } from "@/components/definition-editor/bound-fields";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

interface NamesFieldProps {
  path: DefinitionPath;
  label: string;
  description: string;
}

const read = (text: string): string[] =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);

/** A list of names in one line; empty takes the key out. What is typed on the way to a name stays as it is. */
export function NamesField({ path, label, description }: NamesFieldProps) {
  const { id, value, set, error, touch } = useBound(path);
  const names = Array.isArray(value) ? value.map(String) : [];
  const [typed, setTyped] = useState(names.join(", "));
  const shown = JSON.stringify(read(typed)) === JSON.stringify(names) ? typed : names.join(", ");
  return (
    <Field id={id} label={label} description={description} error={error}>
      <Input
        value={shown}
        onBlur={touch}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = read(event.target.value);
          set(next.length ? next : undefined);
        }}
      />
    </Field>
  );
}
