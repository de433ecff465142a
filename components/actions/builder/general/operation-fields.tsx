"use client";

import { useBound } from "@/components/definition-editor/bound-fields";
import { withoutKey } from "@/components/definition-editor/keys";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { Combobox } from "@/components/ui/combobox";
import { Field, Fieldset } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { useActionEditor } from "../editor-context";

const operations = [
  { value: "CREATE" as const, label: "Creates something new", description: "Offered on its own." },
  {
    value: "DAY-2" as const,
    label: "Changes what exists",
    description: "Offered on entities; the form knows the one it acts on.",
  },
  { value: "DELETE" as const, label: "Takes something away", description: "Asks for its name first." },
];

/** What running the action does, and to entities of which blueprint. */
export function OperationFields() {
  const { definition, blueprints, change } = useActionEditor();
  const operation = useBound(["trigger", "operation"]);
  const blueprint = useBound(["trigger", "blueprintIdentifier"]);
  const value = operations.find((one) => one.value === operation.value)?.value;
  const options = blueprints.map((one) => ({
    value: one.identifier,
    label: one.title,
    description: one.identifier,
    icon: <NamedIcon name={one.icon} className="text-muted-foreground" />,
  }));
  const named = typeof blueprint.value === "string" ? blueprint.value : "";
  return (
    <Fieldset legend="Operation" description="What it does, and where it is offered.">
      <Field id={operation.id} label="The action" required error={operation.error}>
        <RadioGroup
          variant="cards"
          options={operations}
          value={value}
          onValueChange={(next) =>
            change((before) => ({
              ...before,
              // On entities alone there is something that a condition could be about.
              trigger: {
                ...(next === "CREATE" ? withoutKey(before.trigger, "condition") : before.trigger),
                operation: next,
              },
            }))
          }
        />
      </Field>
      <Field
        id={blueprint.id}
        label="Blueprint"
        required={definition.invocationMethod?.type === "TERRAFORM"}
        error={blueprint.error}
        description={value === "CREATE" ? "What it creates." : "On whose entities it is offered."}
      >
        <Combobox
          options={options}
          value={
            named === ""
              ? null
              : (options.find((one) => one.value === named) ?? { value: named, label: named })
          }
          placeholder="Find a blueprint…"
          emptyText="No blueprint matches."
          onValueChange={(next) => {
            blueprint.touch();
            blueprint.set(next?.value);
          }}
        />
      </Field>
    </Fieldset>
  );
}
