"use client";

import { useBound } from "@/components/definition-editor/bound-fields";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { DefaultField } from "@/components/definition-editor/property/default-field";
import type { PropertyDefinition } from "@/server/properties/schema";
import { ComputedField } from "../dynamic/computed-field";
import { inputKindOf } from "./input-kinds";

/** What stands in the input until somebody changes it. */
export function InputDefault({ path }: { path: DefinitionPath }) {
  const input = useBound(path).value as PropertyDefinition;
  // It would stand readable in the definition.
  if (input.encryption !== undefined) return null;
  return (
    <ComputedField
      path={[...path, "default"]}
      label="Default"
      gives="the value to begin with"
      placeholder='.form.name + "-db"'
    >
      <DefaultField
        key={inputKindOf(input).id}
        path={path}
        description="What stands there until somebody changes it."
      />
    </ComputedField>
  );
}
