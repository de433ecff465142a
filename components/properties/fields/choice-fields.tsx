"use client";

import { useContext, useId } from "react";
import { Combobox } from "@/components/ui/combobox";
import { FieldContext, useFieldControl } from "@/components/ui/field-context";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { ColourBadge, ColourDot } from "../colour-badge";
import type { PropertyControlProps } from "./control-props";

/** Beyond this many options one types instead of scrolling. */
const SELECT_MAX = 12;
/** Up to this many coloured options stand side by side. */
const PILLS_MAX = 5;

/** An option as text: what a control holds for it. */
export const choiceText = (option: unknown): string =>
  typeof option === "string" ? option : JSON.stringify(option);

export function EnumField(props: PropertyControlProps) {
  const { definition, value, onChange, label, id, withdrawn } = props;
  const { required } = useFieldControl();
  const chosen = typeof value === "string" ? value : "";
  const values = (definition.enum ?? []).map(choiceText);
  const naming = { ...(label && { label }), ...(id && { id }) };
  const colours = definition.enumColors ?? {};
  const gone = chosen !== "" && (!values.includes(chosen) || withdrawn?.includes(chosen) === true);
  if (definition.enumColors && values.length > 0 && values.length <= PILLS_MAX && !gone)
    return <ChoicePills {...props} values={values} chosen={chosen} />;
  if (values.length > SELECT_MAX || (definition.enumColors && values.length > PILLS_MAX)) {
    const optionOf = (option: string) => ({
      value: option,
      label: option,
      ...(definition.enumColors && {
        icon: <ColourDot colour={Object.hasOwn(colours, option) ? colours[option] : undefined} />,
      }),
    });
    return (
      <Combobox
        options={values.map(optionOf)}
        value={chosen ? { ...optionOf(chosen), withdrawn: gone } : null}
        onValueChange={(next) => onChange(next?.value ?? "")}
        placeholder="Choose…"
        {...naming}
      />
    );
  }
  // What is optional, or no longer offered, can be taken back.
  const clear = (!required || gone) && chosen !== "" ? [{ value: "", label: "No value" }] : [];
  const kept = gone ? [{ value: chosen, label: `${chosen} (no longer offered)` }] : [];
  const offered = values.filter((option) => !gone || option !== chosen);
  return (
    <Select
      options={[...clear, ...kept, ...offered.map((option) => ({ value: option, label: option }))]}
      value={chosen === "" ? null : chosen}
      onValueChange={onChange}
      {...(values.length === 0 && { placeholder: "Nothing to choose from" })}
      {...naming}
    />
  );
}

interface ChoicePillsProps extends PropertyControlProps {
  values: readonly string[];
  chosen: string;
}

/** A few coloured options in a row, as radio buttons. */
function ChoicePills({ definition, values, chosen, onChange, label, id }: ChoicePillsProps) {
  const field = useContext(FieldContext);
  const control = useFieldControl();
  const name = useId();
  const baseId = id ?? control.id;
  const colours = definition.enumColors ?? {};
  const options = control.required ? values : ["", ...values];
  // The field's id, which its label and its errors lead to, belongs to the one that takes the focus.
  const focusable = options.includes(chosen) ? chosen : options[0];
  return (
    <div
      role="radiogroup"
      aria-labelledby={label ? undefined : field?.labelId}
      aria-label={label}
      aria-describedby={control["aria-describedby"]}
      aria-required={control.required}
      aria-invalid={control["aria-invalid"]}
      className="flex flex-wrap gap-1.5"
    >
      {options.map((option) => (
        <label
          key={option}
          className="border-input has-checked:border-primary has-checked:bg-primary-subtle has-focus-visible:outline-ring hover:border-border-strong bg-card relative inline-flex h-8 cursor-pointer items-center rounded-md border px-2 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-disabled:cursor-not-allowed has-disabled:opacity-60"
        >
          <input
            type="radio"
            name={name}
            value={option}
            {...(option === focusable && baseId && { id: baseId })}
            aria-label={option === "" ? "No value" : option}
            disabled={control.disabled}
            checked={chosen === option}
            onChange={() => onChange(option)}
            className="absolute inset-0 cursor-pointer appearance-none outline-none"
          />
          {option === "" ? (
            <span className="text-muted-foreground text-xs">None</span>
          ) : (
            <ColourBadge colour={Object.hasOwn(colours, option) ? colours[option] : undefined}>
              {option}
            </ColourBadge>
          )}
        </label>
      ))}
    </div>
  );
}

export function BooleanField({ value, onChange, label, id }: PropertyControlProps) {
  return (
    <Switch
      checked={value === true}
      onCheckedChange={onChange}
      required={false}
      {...(label && { "aria-label": label })}
      {...(id && { id })}
    />
  );
}
