"use client";

import { SelectAt, useBound } from "@/components/definition-editor/bound-fields";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Fieldset } from "@/components/ui/field";
import type { SelectOption } from "@/components/ui/select";
import { inputsOf } from "../action-draft";
import { TemplateField } from "../backend/template-field";
import { useActionEditor } from "../editor-context";
import { inputIn, inputTemplate } from "./deploys-template";

const AT = ["deploys"] as const;
/** Stands for a text that is no input. */
const OTHER = " other";

/** Whether runs are deployments, and which inputs say of which service and where. */
export function DeploysFields() {
  const { id, value, set, error } = useBound(AT);
  const isOn = typeof value === "object" && value !== null;
  return (
    <Fieldset
      legend="Deployments"
      description="Runs that deploy count for the delivery figures, without anybody telling."
    >
      <Field id={id} label="Its runs are deployments" orientation="inline" error={isOn ? undefined : error}>
        <Checkbox
          checked={isOn}
          onCheckedChange={(on) => set(on ? { environment: "production" } : undefined)}
        />
      </Field>
      {isOn && (
        <div className="mt-4 grid gap-4">
          <FromInput
            part="service"
            label="Service"
            none="The entity that it works on"
            description="Its identifier in the catalog, or the name that you told under Data sources."
            start="{{ .inputs.service }}"
          />
          <FromInput
            part="environment"
            label="Environment"
            description="Which ones are production is set under Data sources."
            start="production"
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <TemplateField
              path={[...AT, "sha"]}
              label="Commit"
              placeholder="{{ .inputs.sha }}"
              description="Changes are found by it."
            />
            <TemplateField path={[...AT, "repository"]} label="Repository" placeholder="acme/shop" />
            <TemplateField path={[...AT, "version"]} label="Version" placeholder="{{ .inputs.version }}" />
          </div>
        </div>
      )}
    </Fieldset>
  );
}

interface FromInputProps {
  part: "service" | "environment";
  label: string;
  description: string;
  /** Words for nothing; without them it must be said. */
  none?: string;
  /** What stands there at first once it is no input. */
  start: string;
}

/** A part that an input names, or a text with templates in it. */
function FromInput({ part, label, description, none, start }: FromInputProps) {
  const { definition } = useActionEditor();
  const { value, set } = useBound([...AT, part]);
  const named = inputIn(value);
  const inputs = inputsOf(definition);
  const options: SelectOption[] = Object.entries(inputs).map(([key, { title }]) => ({
    value: key,
    label: `The input ${typeof title === "string" ? title : key}`,
  }));
  const isInput = named !== null && Object.hasOwn(inputs, named);
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      <SelectAt
        path={[...AT, part, "from"]}
        label={label}
        required={none === undefined}
        description={description}
        {...(none !== undefined && { none })}
        options={[...options, { value: OTHER, label: "Another text" }]}
        value={value === undefined ? undefined : isInput ? named : OTHER}
        onValue={(next) =>
          set(
            next === undefined ? undefined : next === OTHER ? (isInput ? start : value) : inputTemplate(next),
          )
        }
      />
      {value !== undefined && !isInput && (
        <TemplateField path={[...AT, part]} label={`${label}, as a text`} required placeholder={start} />
      )}
    </div>
  );
}
