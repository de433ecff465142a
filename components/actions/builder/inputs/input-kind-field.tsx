"use client";

import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { useBound } from "@/components/definition-editor/bound-fields";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import type { PropertyDefinition } from "@/server/properties/schema";
import { INPUT_KINDS, inputKindOf } from "./input-kinds";

const options = INPUT_KINDS.map(({ id, label, description, icon }) => ({
  value: id,
  label,
  description,
  icon: <NamedIcon name={icon} className="text-muted-foreground" />,
}));

/** What kind of question an input is. */
export function InputKindField({ path }: { path: DefinitionPath }) {
  const type = useBound([...path, "type"]);
  const format = useBound([...path, "format"]);
  const { value, set } = useBound(path);
  const definition = value as PropertyDefinition;
  const kind = inputKindOf(definition);
  return (
    <Field
      id={type.id}
      label="Kind"
      required
      error={type.error ?? format.error}
      description={kind.description}
    >
      <Combobox
        options={options}
        value={options.find((one) => one.value === kind.id) ?? { value: kind.id, label: kind.label }}
        placeholder="Find a kind of input…"
        onValueChange={(next) => {
          const chosen = INPUT_KINDS.find(({ id }) => id === next?.value);
          if (chosen && chosen.id !== kind.id) set(chosen.make(definition));
        }}
      />
    </Field>
  );
}
