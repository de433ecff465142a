"use client";

import { useState } from "react";
import { useBound } from "@/components/definition-editor/bound-fields";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

const read = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** Which files an input takes, by the endings of their names. */
export function AcceptField({ path }: { path: DefinitionPath }) {
  const { id, value, set, error, touch } = useBound([...path, "accept"]);
  const given = Array.isArray(value) ? (value as unknown[]).map(String) : [];
  const [typed, setTyped] = useState("");
  return (
    <Field
      id={id}
      label="Endings"
      error={error}
      description="With spaces between; left empty, any text file."
    >
      <Input
        mono
        placeholder=".yaml .json"
        value={read(typed).join() === given.join() ? typed : given.join(" ")}
        onBlur={touch}
        onChange={(event) => {
          setTyped(event.target.value);
          const endings = read(event.target.value);
          set(endings.length > 0 ? endings : undefined);
        }}
      />
    </Field>
  );
}
