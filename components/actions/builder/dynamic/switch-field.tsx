"use client";

import type { ReactNode } from "react";
import { useBound } from "@/components/definition-editor/bound-fields";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { Field } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { isDynamic } from "@/server/properties/kind";
import { useActionEditor } from "../editor-context";
import { firstCondition } from "./condition-editor";
import { JqCondition } from "./jq-condition";
import { subjectsOf } from "./subjects";

interface SwitchFieldProps {
  path: DefinitionPath;
  label: ReactNode;
  /** Names the conditions: "Shown when". */
  conditionLabel: string;
  description?: ReactNode;
  /** What holds where nothing is said, which is then not written. */
  usual: boolean;
  own?: string | null;
}

/** Always, never, or when a condition holds. */
export function SwitchField({
  path,
  label,
  conditionLabel,
  description,
  usual,
  own = null,
}: SwitchFieldProps) {
  const { definition, blueprints } = useActionEditor();
  const { id, value, set, error, touch } = useBound(path);
  const computed = isDynamic(value);
  const current = computed ? "when" : (value ?? usual) === true ? "always" : "never";
  const choose = (next: "always" | "never" | "when") => {
    if (next === current) return;
    if (next === "when") {
      const [first] = subjectsOf(definition, blueprints, own);
      return set({ jqQuery: first ? firstCondition(first) : "" });
    }
    const on = next === "always";
    set(on === usual ? undefined : on);
  };
  return (
    <Field id={`${id}/how`} label={label} required description={description} error={error}>
      <div className="grid gap-2">
        <RadioGroup
          className="flex flex-wrap gap-x-5 gap-y-1.5"
          options={[
            { value: "always", label: "Always" },
            { value: "never", label: "Never" },
            { value: "when", label: "When…" },
          ]}
          value={current}
          onValueChange={choose}
        />
        {computed && (
          <div className="border-l-2 pl-3">
            <JqCondition
              id={id}
              label={conditionLabel}
              value={value.jqQuery}
              onChange={(jq) => set({ jqQuery: jq })}
              onBlur={touch}
              own={own}
            />
          </div>
        )}
      </div>
    </Field>
  );
}
