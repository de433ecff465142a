"use client";

import { useBound } from "@/components/definition-editor/bound-fields";
import { labelOf } from "@/components/properties/kind";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import type { PropertyDefinition } from "@/server/properties/schema";
import { INPUTS, inputsOf } from "../action-draft";
import { useActionEditor } from "../editor-context";
import { formOrder } from "../layout-model";

/** The inputs that must have a value before this one opens. */
export function DependsOnField({ inputKey }: { inputKey: string }) {
  const { definition } = useActionEditor();
  const { id, value, set, error } = useBound([...INPUTS, inputKey, "dependsOn"]);
  const inputs = inputsOf(definition) as Record<string, PropertyDefinition>;
  const chosen = Array.isArray(value) ? (value as unknown[]).map(String) : [];
  // What is gone stays in sight, to be taken away.
  const others = [
    ...formOrder(definition).filter((key) => key !== inputKey),
    ...chosen.filter((key) => !Object.hasOwn(inputs, key)),
  ];
  return (
    <Field
      id={`${id}/all`}
      label="Waits for"
      error={error}
      description="Closed, and without a value, until each of these has one."
    >
      {others.length === 0 ? (
        <p className="text-muted-foreground text-sm">There is no other input.</p>
      ) : (
        <div
          id={id}
          tabIndex={-1}
          role="group"
          aria-label="Waits for"
          className="flex flex-wrap gap-x-4 gap-y-1.5"
        >
          {others.map((key) => (
            <label key={key} className="flex min-h-6 items-center gap-2 text-sm">
              <Checkbox
                id={`${id}/${encodeURIComponent(key)}`}
                required={false}
                checked={chosen.includes(key)}
                onCheckedChange={(on) => {
                  const next = on ? [...chosen, key] : chosen.filter((other) => other !== key);
                  set(next.length > 0 ? next : undefined);
                }}
              />
              {labelOf(key, inputs[key] ?? {})}
            </label>
          ))}
        </div>
      )}
    </Field>
  );
}
