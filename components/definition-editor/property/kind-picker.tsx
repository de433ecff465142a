"use client";

import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { kindOf, KINDS } from "@/server/properties/kind";
import type { Kind } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";
import { REGISTRY } from "@/server/properties/types/registry";
import { useBound } from "../bound-fields";
import { useDefinitionEditor } from "../context";
import type { DefinitionPath } from "../path";
import { asKind, kindIcons, propertyKinds } from "./kinds";

const options = KINDS.map((kind) => ({
  value: kind,
  label: REGISTRY[kind].label,
  description: REGISTRY[kind].description,
  icon: <NamedIcon name={kindIcons[kind]} className="text-muted-foreground" />,
}));

/** What kind of value a property holds, from the property language's own list. */
export function KindPicker({
  path,
  label,
  kinds = propertyKinds,
  note,
}: {
  path: DefinitionPath;
  label: string;
  kinds?: readonly Kind[];
  note?: string | undefined;
}) {
  const { set } = useDefinitionEditor();
  const type = useBound([...path, "type"]);
  const format = useBound([...path, "format"]);
  const definition = (useBound(path).value ?? { type: "string" }) as PropertyDefinition;
  const spec = REGISTRY[kindOf(definition)];
  const chosen = options.find(({ value }) => value === spec.kind) ?? { value: spec.kind, label: spec.label };
  return (
    <Field
      id={type.id}
      label={label}
      required
      error={type.error ?? format.error}
      description={
        <>
          {spec.description}
          {note && <span className="text-foreground mt-0.5 block">{note}</span>}
        </>
      }
    >
      <Combobox
        options={kinds.flatMap((kind) => options.find(({ value }) => value === kind) ?? [])}
        value={chosen}
        placeholder="Find a kind of value…"
        onValueChange={(next) => {
          if (next) set(path, asKind(definition, next.value as Kind));
        }}
      />
    </Field>
  );
}
