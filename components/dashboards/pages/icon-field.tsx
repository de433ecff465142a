"use client";

import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { ICON_CHOICES } from "@/components/definition-editor/icon-choices";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";

const optionOf = (name: string) => ({ value: name, label: name, icon: <NamedIcon name={name} /> });
const OPTIONS = ICON_CHOICES.map(optionOf);

/** An icon by its published name; empty for none. */
export function IconField({ value, onChange }: { value: string; onChange: (icon: string) => void }) {
  return (
    <Field label="Icon">
      <Combobox
        value={value ? optionOf(value) : null}
        onValueChange={(next) => onChange(next?.value ?? "")}
        options={OPTIONS}
        placeholder="No icon"
      />
    </Field>
  );
}
