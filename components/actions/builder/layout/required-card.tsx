"use client";

import { useBound } from "@/components/definition-editor/bound-fields";
import { labelOf } from "@/components/properties/kind";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import type { PropertyDefinition } from "@/server/properties/schema";
import { inputsOf, USER_INPUTS } from "../action-draft";
import { ComputedField } from "../dynamic/computed-field";
import { useActionEditor } from "../editor-context";
import { formOrder } from "../layout-model";

const REQUIRED = [...USER_INPUTS, "required"];

/** Which inputs must have a value: a list, or jq that gives one. */
export function RequiredCard() {
  const { definition } = useActionEditor();
  const { id, value, set, error } = useBound(REQUIRED);
  const inputs = inputsOf(definition) as Record<string, PropertyDefinition>;
  const required = Array.isArray(value) ? (value as unknown[]).map(String) : [];
  const keys = formOrder(definition);
  return (
    <Card className="p-4">
      <ComputedField
        path={REQUIRED}
        label="Required inputs"
        gives="the list of their keys"
        placeholder='if .form.environment == "production" then ["owner"] else [] end'
      >
        <Field
          id={`${id}/all`}
          label="Required inputs"
          required
          error={error}
          description="Those that are hidden or closed are left out by themselves."
        >
          {keys.length === 0 ? (
            <p className="text-muted-foreground text-sm">There are no inputs yet.</p>
          ) : (
            <div id={id} tabIndex={-1} role="group" aria-label="Required inputs" className="grid gap-1.5">
              {keys.map((key) => (
                <label key={key} className="flex min-h-6 items-center gap-2 text-sm">
                  <Checkbox
                    id={`${id}/all/${encodeURIComponent(key)}`}
                    required={false}
                    checked={required.includes(key)}
                    onCheckedChange={(on) => {
                      const next = on ? [...required, key] : required.filter((other) => other !== key);
                      set(next.length > 0 ? next : undefined);
                    }}
                  />
                  {labelOf(key, inputs[key] ?? {})}
                </label>
              ))}
            </div>
          )}
        </Field>
      </ComputedField>
    </Card>
  );
}
