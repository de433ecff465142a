"use client";

import { memo, useCallback } from "react";
import { ComputedAgain, fieldWords } from "@/components/properties/field-notice";
import type { FieldNotice } from "@/components/properties/field-notice";
import { PropertyControl } from "@/components/properties/fields/property-control";
import type { FieldIssue } from "@/components/properties/form-values";
import { labelOf } from "@/components/properties/kind";
import { messageOf } from "@/components/properties/property-fields";
import { toRaw } from "@/components/properties/value";
import type { RawValue } from "@/components/properties/value";
import { Field } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";
import type { InputDefinition, UserInputs } from "@/server/actions/core/definition/user-inputs";
import type { InputState } from "@/server/actions/core/form/state";
import { isDynamic, kindOf } from "@/server/properties/kind";
import { presentDefinition } from "./form-values";
import { inputId, useFormPart } from "./use-action-fields";
import type { ActionFieldsModel } from "./use-action-fields";

/** What an input is called where it is spoken of. */
export const inputLabel = ({ properties }: UserInputs, key: string): string => {
  const definition = properties[key];
  return labelOf(key, typeof definition?.title === "string" ? { title: definition.title } : {});
};

/** One input. Drawn again only when something of it changed. */
export const ActionField = memo(function ActionField({
  model,
  name: key,
}: {
  model: ActionFieldsModel;
  name: string;
}) {
  const { userInputs } = model.session;
  const definition = userInputs.properties[key] as InputDefinition;
  const input = useFormPart(model, ({ state }) => state.inputs[key]);
  const raw = useFormPart(model, (snapshot) => snapshot.raw[key]);
  const fixed = useFormPart(model, ({ state }) => state.values[key]);
  const issues = useFormPart(model, ({ errors }) => errors[key]);
  const busy = useFormPart(model, (snapshot) => snapshot.busy.has(key));
  const touched = useFormPart(model, (snapshot) => snapshot.touched.has(key));
  const change = useCallback((value: RawValue) => model.session.change(key, value), [model, key]);
  if (!input?.visible) return null;

  const present = presentDefinition(definition, input);
  const kind = kindOf(present);
  const label = labelOf(key, present);
  const value = input.disabled ? toRaw(fixed, present) : raw;
  const withdrawn =
    input.withdrawn === undefined ? undefined : (input.gone ?? withdrawnChoices(present, value));
  const notice = noticeOf(input, userInputs, touched, definition);
  const own = touched && !input.disabled && canBeComputed(definition, input, value);
  return (
    <div id={`${inputId(model, key)}-input`} data-input={key} aria-busy={busy || undefined}>
      <Field
        id={inputId(model, key)}
        label={label}
        description={fieldWords(present, notice)}
        error={errorOf(input, issues, value)}
        // A switch is always answered: there is nothing to be required or left out.
        required={kind === "boolean" || input.required || input.disabled}
        disabled={input.disabled && !input.readOnly}
        readOnly={input.readOnly}
        orientation={kind === "boolean" ? "inline" : "stacked"}
        hint={
          busy ? (
            <Spinner className="size-3" />
          ) : (
            own && <ComputedAgain label={label} onReset={() => model.session.release(key)} />
          )
        }
      >
        <PropertyControl
          name={key}
          definition={present}
          value={value}
          onChange={change}
          issues={issues}
          withdrawn={withdrawn}
        />
      </Field>
    </div>
  );
});

/** What is to be said of an input beside what its author wrote. */
function noticeOf(
  input: InputState,
  userInputs: UserInputs,
  touched: boolean,
  definition: InputDefinition,
): FieldNotice {
  if (input.waitsFor.length > 0) {
    const names = input.waitsFor.map((key) => `“${inputLabel(userInputs, key)}”`).join(" and ");
    return { closed: `Fill in ${names} first.` };
  }
  if (input.disabled) return { closed: "Set by the form." };
  const computed = !touched && isDynamic(definition.default) && input.default !== undefined;
  return computed ? { computed: "Computed. Change it if it does not fit." } : {};
}

/** What is wrong with an input now. What could not be computed, or is offered no longer, shows without being asked. */
function errorOf(
  input: InputState,
  issues: readonly FieldIssue[] | undefined,
  value: RawValue,
): string | undefined {
  const [fault] = input.faults;
  if (fault) return `“${fault.key}” of this input cannot be computed: ${fault.message}`;
  if (input.withdrawn !== undefined) return input.withdrawn;
  const [issue] = issues ?? [];
  return issue && issues && messageOf({ ...issue, all: issues }, value);
}

/** Choices that a person made and that are not among those of now. Of what pickers hold, the server says so. */
function withdrawnChoices(definition: InputDefinition, value: RawValue): string[] | undefined {
  const choices = definition.enum ?? definition.items?.enum;
  if (!Array.isArray(choices)) return undefined;
  const offered = new Set(
    choices.map((choice) => (typeof choice === "string" ? choice : JSON.stringify(choice))),
  );
  return [value]
    .flat()
    .filter((one): one is string => typeof one === "string" && one !== "" && !offered.has(one));
}

/** Whether there is a computed value to go back to, and it is another. */
const canBeComputed = (definition: InputDefinition, input: InputState, value: RawValue): boolean =>
  isDynamic(definition.default) &&
  input.default !== undefined &&
  JSON.stringify(toRaw(input.default, definition)) !== JSON.stringify(value);
