"use client";

import { useState } from "react";
import type { ReactNode } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { SelectOption } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { issueAt } from "./issues";
import { idOfPath, valueAt } from "./path";
import type { DefinitionPath } from "./path";
import { useDefinitionEditor } from "./context";

interface BoundProps {
  /** The place in the definition that the control edits. */
  path: DefinitionPath;
  label: ReactNode;
  description?: ReactNode;
  required?: boolean;
  disabled?: boolean;
  hint?: ReactNode;
  className?: string;
}

/** Value, id and fault of a place in the definition, for a control of one's own. */
export function useBound(path: DefinitionPath) {
  const editor = useDefinitionEditor();
  return {
    id: idOfPath(path),
    value: valueAt(editor.definition, path),
    set: (value: unknown) => editor.set(path, value),
    error: issueAt(editor.issues, path)?.message,
    touch: () => editor.touch(path),
  };
}

const frameOf = ({ label, description, required, disabled, hint, className }: BoundProps) => ({
  label,
  description,
  required: required ?? false,
  disabled: disabled ?? false,
  hint,
  className,
});

interface TextAtProps extends BoundProps {
  mono?: boolean;
  /** Lines of a text area. */
  rows?: number;
  placeholder?: string;
  /** What else changes with it; given the text, takes the place of the change itself. */
  onText?: (text: string) => void;
}

/** Text; empty takes the key out of the definition. */
export function TextAt({ mono = false, rows, placeholder, onText, ...props }: TextAtProps) {
  const { id, value, set, error, touch } = useBound(props.path);
  const control = {
    value: typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value),
    mono,
    placeholder,
    onBlur: touch,
    onChange: (event: { target: { value: string } }) =>
      onText ? onText(event.target.value) : set(event.target.value === "" ? undefined : event.target.value),
  };
  return (
    <Field id={id} error={error} {...frameOf(props)}>
      {rows ? <Textarea rows={rows} {...control} /> : <Input {...control} />}
    </Field>
  );
}

/** What was typed as the definition keeps it: a number, or the text itself where it is none, for the check to refuse. */
const readNumber = (text: string): unknown => {
  if (text.trim() === "") return undefined;
  const number = Number(text.trim());
  return Number.isFinite(number) ? number : text;
};

/** A number; what is typed on the way to one ("1.") stays as it is. */
export function NumberAt({ placeholder, ...props }: BoundProps & { placeholder?: string }) {
  const { id, value, set, error, touch } = useBound(props.path);
  const [typed, setTyped] = useState("");
  const shown = readNumber(typed) === value ? typed : value === undefined ? "" : String(value);
  return (
    <Field id={id} error={error} {...frameOf(props)}>
      <Input
        inputMode="decimal"
        className="tabular"
        value={shown}
        placeholder={placeholder}
        onBlur={touch}
        onChange={(event) => {
          setTyped(event.target.value);
          set(readNumber(event.target.value));
        }}
      />
    </Field>
  );
}

/** On or off; off takes the key out, unless `off` says what stands for it. */
export function CheckAt({ off, ...props }: BoundProps & { off?: false }) {
  const { id, value, set, error } = useBound(props.path);
  return (
    <Field id={id} error={error} {...frameOf(props)} orientation="inline">
      <Checkbox checked={value === true} onCheckedChange={(on) => set(on ? true : off)} />
    </Field>
  );
}

interface SelectAtProps extends BoundProps {
  options: readonly SelectOption[];
  placeholder?: string;
  /** Words of the option that takes the key out; without them it cannot be taken out. */
  none?: string;
  onValue?: (value: string | undefined) => void;
  /** What is chosen, where that is not simply the text that stands there. */
  value?: string | undefined;
}

/** One of a list. */
export function SelectAt({ options, placeholder, none, onValue, value: chosen, ...props }: SelectAtProps) {
  const { id, value, set, error, touch } = useBound(props.path);
  const change = (next: string) => {
    touch();
    const given = next === NONE ? undefined : next;
    if (onValue) onValue(given);
    else set(given);
  };
  return (
    <Field id={id} error={error} {...frameOf(props)}>
      <Select
        options={none === undefined ? options : [{ value: NONE, label: none }, ...options]}
        value={chosen ?? (typeof value === "string" ? value : none === undefined ? null : NONE)}
        onValueChange={change}
        {...(placeholder !== undefined && { placeholder })}
      />
    </Field>
  );
}

/** Stands for "not said" in a native select, whose own empty value means that nothing is chosen yet. */
const NONE = " none";
