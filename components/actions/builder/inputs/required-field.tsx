"use client";

import { idOfPath } from "@/components/definition-editor/path";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { isDynamic } from "@/server/properties/kind";
import { textsAt, USER_INPUTS } from "../action-draft";
import { useActionEditor } from "../editor-context";

const REQUIRED = [...USER_INPUTS, "required"];

/** Whether the form can be sent without a value. */
export function RequiredField({ inputKey }: { inputKey: string }) {
  const { definition, set } = useActionEditor();
  const required = textsAt(definition, REQUIRED);
  const computed = isDynamic((definition.trigger.userInputs as { required?: unknown } | undefined)?.required);
  return (
    <Field
      id={idOfPath([...REQUIRED, inputKey])}
      label="Required"
      orientation="inline"
      disabled={computed}
      description={
        computed
          ? "Which inputs are required is computed; it is edited in the layout."
          : "While it is shown and open, the form is not sent without a value."
      }
    >
      <Checkbox
        checked={required.includes(inputKey)}
        onCheckedChange={(on) => {
          const next = on ? [...required, inputKey] : required.filter((key) => key !== inputKey);
          set(REQUIRED, next.length > 0 ? next : undefined);
        }}
      />
    </Field>
  );
}
