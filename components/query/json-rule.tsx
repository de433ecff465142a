"use client";

import { useState } from "react";
import { parseJson } from "@/components/code/parse-json";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { Rule } from "./query-types";
import { useTyped } from "./use-typed";

/** A condition of a kind that has no form of its own, such as one on scorecards, as JSON. */
export function JsonRule({ id, rule, onChange }: { id: string; rule: Rule; onChange: (rule: Rule) => void }) {
  const [text, setText] = useTyped(rule, (given) => JSON.stringify(given, null, 2));
  const [fault, setFault] = useState<string>();
  return (
    <Field id={id} label="Condition as JSON" required error={fault} className="sm:col-span-2">
      <Textarea
        mono
        value={text}
        onChange={(event) => {
          const read = parseJson(event.target.value);
          const isRule = typeof read.value === "object" && read.value !== null && !Array.isArray(read.value);
          setFault(read.fault?.message ?? (isRule ? undefined : "A condition is a JSON object."));
          setText(event.target.value, isRule ? read.value : rule);
          if (isRule) onChange(read.value as Rule);
        }}
      />
    </Field>
  );
}
