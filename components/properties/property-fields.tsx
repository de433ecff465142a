"use client";

import { memo, useCallback, useSyncExternalStore } from "react";
import { FormError } from "@/components/states/states";
import { Field, Fieldset } from "@/components/ui/field";
import { kindOf } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";
import { ComputedAgain, fieldWords } from "./field-notice";
import type { FieldNotice } from "./field-notice";
import { PropertyControl } from "./fields/property-control";
import { formSections } from "./form-layout";
import type { FieldError, FormStore } from "./form-store";
import { fieldName } from "./form-values";
import { labelOf } from "./kind";
import { controlId } from "./use-property-form";
import type { PropertyFormModel } from "./use-property-form";
import { isRawObject } from "./value";
import type { RawValue } from "./value";

interface PropertyFieldsProps {
  model: PropertyFormModel;
  /** What is to be said of single inputs, by key. */
  notices?: Readonly<Record<string, FieldNotice>>;
  /** Brings the computed value of an input back. */
  onReset?: (key: string) => void;
}

/** The fields of a form under their headings. Hidden ones keep their default and are sent with it. */
export function PropertyFields({ model, notices = {}, onReset }: PropertyFieldsProps) {
  const isVisible = (key: string) => model.set.properties[key]?.visible !== false;
  return (
    <div className="grid gap-7">
      {formSections(model.set).map(({ heading, keys }, index) => {
        const shown = keys.filter(isVisible);
        if (shown.length === 0) return null;
        const fields = shown.map((key) => (
          <PropertyField key={key} model={model} name={key} notice={notices[key]} onReset={onReset} />
        ));
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

interface PropertyFieldProps {
  model: PropertyFormModel;
  /** The key of the input. */
  name: string;
  notice?: FieldNotice | undefined;
  onReset?: ((key: string) => void) | undefined;
}

/** One field of a form. It follows the form's store by itself: typing into another does not render it. */
export function PropertyField({ model, name: key, notice, onReset }: PropertyFieldProps) {
  const { set } = model;
  return (
    <FieldRow
      store={model.store}
      formId={model.id}
      name={fieldName(model.keys.indexOf(key))}
      propertyKey={key}
      definition={set.properties[key] as PropertyDefinition}
      required={Array.isArray(set.required) && set.required.includes(key)}
      notice={notice}
      onReset={onReset}
    />
  );
}

interface FieldRowProps {
  store: FormStore;
  formId: string;
  name: string;
  propertyKey: string;
  definition: PropertyDefinition;
  required: boolean;
  notice: FieldNotice | undefined;
  onReset: ((key: string) => void) | undefined;
}

const FieldRow = memo(function FieldRow({
  store,
  formId,
  name,
  propertyKey,
  definition,
  required,
  notice,
  onReset,
}: FieldRowProps) {
  const readRaw = () => store.read().raw[name];
  const raw = useSyncExternalStore(store.subscribe, readRaw, readRaw);
  const readError = () => store.read().errors[name];
  const error = useSyncExternalStore(store.subscribe, readError, readError);
  const change = useCallback((value: RawValue) => store.change(name, value), [store, name]);
  const kind = kindOf(definition);
  const label = labelOf(propertyKey, definition);
  const withdrawn = notice?.withdrawn;
  return (
    <Field
      id={controlId(formId, name)}
      label={label}
      description={fieldWords(definition, notice)}
      error={messageOf(error, raw) ?? notice?.fault ?? withdrawnText(withdrawn)}
      // A switch is always answered: there is nothing to be required or left out.
      required={kind === "boolean" || required}
      disabled={definition.disabled === true || notice?.closed !== undefined}
      readOnly={definition.readOnly === true || notice?.readOnly === true}
      orientation={kind === "boolean" ? "inline" : "stacked"}
      hint={
        notice?.overridden && onReset && <ComputedAgain label={label} onReset={() => onReset(propertyKey)} />
      }
    >
      <PropertyControl
        name={propertyKey}
        definition={definition}
        value={raw}
        onChange={change}
        withdrawn={withdrawn}
        issues={error?.all}
      />
    </Field>
  );
}, sameRow);

/** Definitions and notices come anew with each answer of the server, mostly saying the same. */
function sameRow(before: FieldRowProps, after: FieldRowProps): boolean {
  return (
    before.store === after.store &&
    before.formId === after.formId &&
    before.name === after.name &&
    before.propertyKey === after.propertyKey &&
    before.required === after.required &&
    before.onReset === after.onReset &&
    sameJson(before.definition, after.definition) &&
    sameJson(before.notice, after.notice)
  );
}

const sameJson = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** The fault of a field; where its parts show theirs, only how many. */
export function messageOf(error: FieldError | undefined, raw: RawValue): string | undefined {
  if (!error || error.path.length === 0 || !hasParts(raw)) return error?.message;
  const count = error.all.length;
  return count === 1
    ? "One entry in it needs your attention."
    : `${count} entries in it need your attention.`;
}

const hasParts = (raw: RawValue): boolean =>
  isRawObject(raw) || (Array.isArray(raw) && raw.some((item) => isRawObject(item)));

function withdrawnText(values: readonly string[] | undefined): string | undefined {
  if (!values?.length) return undefined;
  return values.length === 1
    ? "What was chosen is no longer offered. Choose another."
    : `${values.length} of the chosen are no longer offered. Remove them.`;
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
