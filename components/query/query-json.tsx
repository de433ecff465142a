"use client";

import { useState } from "react";
import { parseJson } from "@/components/code/parse-json";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { readQuery } from "./query-types";
import type { QueryIssue, RuleGroup } from "./query-types";
import { useTyped } from "./use-typed";

interface QueryJsonProps {
  id: string;
  query: RuleGroup;
  issues: readonly QueryIssue[];
  onChange: (query: RuleGroup) => void;
}

/** The same query as JSON, in the published form; what is no query yet is kept here and goes nowhere. */
export function QueryJson({ id, query, issues, onChange }: QueryJsonProps) {
  const [text, setText] = useTyped(query, (given) => JSON.stringify(given, null, 2));
  const [fault, setFault] = useState<string>();
  const told = issues.map(({ path, message }) => (path.length ? `${path.join(".")}: ${message}` : message));
  return (
    <Field
      id={id}
      label="Query as JSON"
      required
      description="An object with “combinator” (and, or) and “rules”, as the API takes it."
      error={fault ?? (told.join(" ") || undefined)}
    >
      <Textarea
        mono
        rows={10}
        value={text}
        onChange={(event) => {
          const read = parseJson(event.target.value);
          const next = read.fault ? null : readQuery(read.value);
          setFault(
            read.fault
              ? `Line ${read.fault.line}: ${read.fault.message}`
              : next
                ? undefined
                : "A query has a “combinator” of “and” or “or”, and a list of “rules”.",
          );
          setText(event.target.value, next ?? query);
          if (next) onChange(next);
        }}
      />
    </Field>
  );
}
