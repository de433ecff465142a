"use client";

import { useBound } from "@/components/definition-editor/bound-fields";
import { issueAt } from "@/components/definition-editor/issues";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useActionEditor } from "../editor-context";
import { typedText } from "../backend/pair-values";
import { type DestroyInput, destroyInputs, typedValue } from "./destroy-inputs";

const AT = ["lifetime", "destroyInputs"] as const;

interface DestroyInputsFieldsProps {
  /** Title of the action that destroys. */
  action: string;
  userInputs: unknown;
}

/** What the action that destroys is given, where nobody is there to fill in its form. */
export function DestroyInputsFields({ action, userInputs }: DestroyInputsFieldsProps) {
  const { issues } = useActionEditor();
  const { value, set } = useBound(AT);
  // What is wrong with one of them stands at that one.
  const error = issueAt(issues, AT, true)?.message;
  const inputs = destroyInputs(userInputs);
  const given = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  const gone = Object.keys(given).filter((key) => !inputs.some((input) => input.key === key));
  if (inputs.length === 0 && gone.length === 0) return null;
  const change = (key: string, next: unknown) => {
    const { [key]: _, ...others } = given;
    const changed = next === undefined ? others : { ...others, [key]: next };
    set(Object.keys(changed).length === 0 ? undefined : changed);
  };
  return (
    <Fieldset
      className="mt-4"
      legend={`What “${action}” is given`}
      description="Nobody fills in its form when the time is over. Empty: its default."
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {inputs.map((input) => (
          <GivenValue key={input.key} input={input} onChange={(next) => change(input.key, next)} />
        ))}
        {gone.map((key) => (
          <GivenValue
            key={key}
            input={{ key, label: key, type: "string", choices: [], required: false }}
            onChange={(next) => change(key, next)}
          />
        ))}
      </div>
      {error && (
        <p role="alert" className="text-danger mt-2 text-xs">
          {error}
        </p>
      )}
    </Fieldset>
  );
}

function GivenValue({ input, onChange }: { input: DestroyInput; onChange: (value: unknown) => void }) {
  const { id, value, error, touch } = useBound([...AT, input.key]);
  const choices = input.type === "boolean" ? ["true", "false"] : input.choices;
  return (
    <Field id={id} label={input.label} required={input.required} error={error}>
      {choices.length > 0 ? (
        <Select
          value={typedText(value)}
          options={[
            { value: "", label: input.required ? "Choose a value" : "Its default" },
            ...choices.map((choice) => ({ value: choice, label: choice })),
          ]}
          onValueChange={(text) => onChange(typedValue(input, text))}
        />
      ) : (
        <Input
          value={typedText(value)}
          onBlur={touch}
          onChange={(event) => onChange(typedValue(input, event.target.value))}
        />
      )}
    </Field>
  );
}
