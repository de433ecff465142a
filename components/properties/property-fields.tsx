"use client";

import { Controller } from "react-hook-form";
import { FormError } from "@/components/states/states";
import { Field } from "@/components/ui/field";
import { kindOf } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";
import { PropertyControl } from "./fields/property-control";
import { fieldName } from "./form-values";
import { labelOf } from "./kind";
import { controlId } from "./use-property-form";
import type { PropertyFormModel } from "./use-property-form";
import type { RawValue } from "./value";

/** The fields of a form in their order. Hidden ones keep their default and are sent with it. */
export function PropertyFields({
  model,
  disabled = false,
}: {
  model: PropertyFormModel;
  disabled?: boolean;
}) {
  const { form, keys, set } = model;
  const required = Array.isArray(set.required) ? set.required : [];
  return (
    <div className="grid gap-5">
      {keys.map((key, index) => {
        const definition = set.properties[key] as PropertyDefinition;
        if (definition.visible === false) return null;
        const name = fieldName(index);
        const kind = kindOf(definition);
        return (
          <Controller
            key={key}
            control={form.control}
            name={name}
            render={({ field, fieldState }) => (
              <Field
                id={controlId(model.id, name)}
                label={labelOf(key, definition)}
                {...(definition.description && { description: definition.description })}
                error={fieldState.error?.message}
                // A switch is always answered: there is nothing to be required or left out.
                required={kind === "boolean" || required.includes(key)}
                disabled={disabled || definition.disabled === true}
                orientation={kind === "boolean" ? "inline" : "stacked"}
              >
                <PropertyControl
                  definition={definition}
                  value={field.value as RawValue}
                  onChange={field.onChange}
                  onBlur={field.onBlur}
                />
              </Field>
            )}
          />
        );
      })}
    </div>
  );
}

/** How many fields need attention, and what the server refused apart from fields; stands above the buttons. */
export function PropertyFormStatus({ model }: { model: PropertyFormModel }) {
  const errors = model.form.formState.errors;
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
