"use client";

import { useRef } from "react";
import type { ReactNode } from "react";
import { useBound } from "@/components/definition-editor/bound-fields";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useRenderIssue } from "../trial/use-payload";
import { InsertMenu } from "./insert-menu";

interface TemplateInputProps {
  /** For assistive technology and the menu: "URL". */
  label: string;
  text: string;
  onText: (text: string) => void;
  onBlur?: () => void;
  placeholder?: string | undefined;
}

/** One line of text with `{{ jq }}` in it, and a menu of what can be inserted at the cursor. */
export function TemplateInput({ label, text, onText, onBlur, placeholder }: TemplateInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const insert = (template: string) => {
    const { selectionStart, selectionEnd } = input.current ?? {};
    const from = selectionStart ?? text.length;
    onText(text.slice(0, from) + template + text.slice(selectionEnd ?? from));
    input.current?.focus();
  };
  return (
    <Input
      ref={input}
      mono
      value={text}
      placeholder={placeholder}
      onBlur={onBlur}
      onChange={(event) => onText(event.target.value)}
      suffix={<InsertMenu label={label} onInsert={insert} />}
    />
  );
}

interface TemplateFieldProps {
  path: DefinitionPath;
  label: string;
  description?: ReactNode;
  required?: boolean;
  placeholder?: string;
}

/** A template at a place of the definition; empty takes the key out unless it is required. */
export function TemplateField({
  path,
  label,
  description,
  required = false,
  placeholder,
}: TemplateFieldProps) {
  const { id, value, set, error, touch } = useBound(path);
  const failed = useRenderIssue(path);
  return (
    <Field id={id} label={label} description={description} required={required} error={error ?? failed}>
      <TemplateInput
        label={label}
        text={typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value)}
        placeholder={placeholder}
        onBlur={touch}
        onText={(text) => set(text === "" && !required ? undefined : text)}
      />
    </Field>
  );
}
