"use client";

import { FormError } from "@/components/states/states";
import { Field, Fieldset } from "@/components/ui/field";
import { kindOf } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";
import { PropertyControl } from "./fields/property-control";
import { formSections } from "./form-layout";
import { fieldName } from "./form-values";
import { labelOf } from "./kind";
import { controlId } from "./use-property-form";
import type { PropertyFormModel } from "./use-property-form";

/** The fields of a form under their headings. Hidden ones keep their default and are sent with it. */
export function PropertyFields({ model }: { model: PropertyFormModel }) {
  const isVisible = (key: string) => model.set.properties[key]?.visible !== false;
  return (
    <div className="grid gap-7">
      {formSections(model.set).map(({ heading, keys }, index) => {
        const shown = keys.filter(isVisible);
        if (shown.length === 0) return null;
        const fields = shown.map((key) => <PropertyField key={key} model={model} name={key} />);
        return heading ? (
          <Fieldset key={index} legend={heading.title} description={heading.description} className="gap-5">
            {fields}
          </Fieldset>
        ) : (
          <div key={index} className="grid gap-5">
            {fields}
          </div>
        );
      })}
    </div>
  );
}

function PropertyField({ model, name: key }: { model: PropertyFormModel; name: string }) {
  const { set } = model;
  const definition = set.properties[key] as PropertyDefinition;
  const name = fieldName(model.keys.indexOf(key));
  const kind = kindOf(definition);
  const required = Array.isArray(set.required) && set.required.includes(key);
  return (
    <Field
      id={controlId(model.id, name)}
      label={labelOf(key, definition)}
      {...(definition.description && { description: definition.description })}
      error={model.errors[name]?.message}
      // A switch is always answered: there is nothing to be required or left out.
      required={kind === "boolean" || required}
      disabled={definition.disabled === true}
      orientation={kind === "boolean" ? "inline" : "stacked"}
    >
      <PropertyControl
        definition={definition}
        value={model.raw[name]}
        onChange={(value) => model.change(name, value)}
      />
    </Field>
  );
}

/** How many fields need attention, and what the server refused apart from fields; stands above the buttons. */
export function PropertyFormStatus({ model }: { model: PropertyFormModel }) {
  const { errors } = model;
  const labels = model.keys.flatMap((key, index) =>
    errors[fieldName(index)] ? [labelOf(key, model.set.properties[key] as PropertyDefinition)] : [],
  );
  return (
    <>
      <FormError error={model.failure} />
      <p role="status" className="text-danger text-sm empty:hidden">
        {labels.length > 0 &&
          `${labels.length === 1 ? "One field needs" : `${labels.length} fields need`} your attention: ${labels.join(", ")}.`}
      </p>
    </>
  );
}
