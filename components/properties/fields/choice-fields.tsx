"use client";

import { Combobox } from "@/components/ui/combobox";
import { useFieldControl } from "@/components/ui/field-context";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { ColourBadge } from "../colour-badge";
import type { PropertyControlProps } from "./control-props";

/** Beyond this many options one types instead of scrolling. */
const SELECT_MAX = 12;

export function EnumField({ definition, value, onChange, label, id }: PropertyControlProps) {
  const control = useFieldControl();
  const chosen = typeof value === "string" ? value : "";
  const values = (definition.enum ?? []).map((option) =>
    typeof option === "string" ? option : JSON.stringify(option),
  );
  if (values.length > SELECT_MAX) {
    return (
      <Combobox
        options={values.map((option) => ({ value: option, label: option }))}
        value={chosen ? { value: chosen, label: chosen } : null}
        onValueChange={(next) => onChange(next?.value ?? "")}
        {...(label && { label })}
        {...(id && { id })}
      />
    );
  }
  const colours = definition.enumColors;
  const options = values.map((option) => {
    const colour = colours && Object.hasOwn(colours, option) ? colours[option] : undefined;
    return { value: option, label: option, ...(colour && { icon: <ColourDot colour={colour} /> }) };
  });
  // What is optional can be taken back.
  const clearable = !control.required && chosen !== "" ? [{ value: "", label: "No value" }] : [];
  return (
    <Select
      options={[...clearable, ...options]}
      value={chosen === "" ? null : chosen}
      onValueChange={onChange}
      {...(label && { label })}
      {...(id && { id })}
    />
  );
}

function ColourDot({ colour }: { colour: Parameters<typeof ColourBadge>[0]["colour"] }) {
  return (
    <ColourBadge colour={colour} className="size-4 justify-center rounded-full p-0">
      <span aria-hidden className="size-1.5 rounded-full bg-current" />
    </ColourBadge>
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
