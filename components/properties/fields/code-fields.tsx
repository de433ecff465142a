"use client";

import { CodeField } from "@/components/code/code-field";
import type { LintLanguage } from "@/components/code/lint";
import type { PropertyControlProps } from "./control-props";

interface CodeProps extends PropertyControlProps {
  language?: LintLanguage;
  example?: string;
}

function Code({ definition, value, onChange, onBlur, label, id, issues, language, example }: CodeProps) {
  const inner = issues?.filter((issue) => issue.path.length > 0);
  return (
    <CodeField
      language={language}
      value={typeof value === "string" ? value : ""}
      onChange={onChange}
      onBlur={onBlur}
      label={label}
      id={id}
      issues={inner}
      placeholder={typeof definition.placeholder === "string" ? definition.placeholder : example}
    />
  );
}

export function YamlField(props: PropertyControlProps) {
  return <Code {...props} language="yaml" example="key: value" />;
}

/** Protocol buffers are checked by nobody here. */
export function ProtoField(props: PropertyControlProps) {
  return <Code {...props} example={'syntax = "proto3";'} />;
}

/** A value that no fields can stand for, as JSON. */
export function JsonField(props: PropertyControlProps) {
  return (
    <Code
      {...props}
      language="json"
      example={props.definition.type === "array" ? '[ "one", "two" ]' : '{ "key": "value" }'}
    />
  );
}
