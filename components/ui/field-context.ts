"use client";

import { createContext, useContext } from "react";

/** What a field tells the control inside it. */
export interface FieldContextValue {
  controlId: string;
  labelId: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
  disabled: boolean;
  /** Shown, not to be changed. Text stays readable and reachable; what is not text is closed. */
  readOnly?: boolean;
}

export const FieldContext = createContext<FieldContextValue | null>(null);

export interface FieldControlProps {
  id?: string | undefined;
  disabled?: boolean | undefined;
  required?: boolean | undefined;
  "aria-invalid"?: boolean | "true" | "false" | "grammar" | "spelling" | undefined;
  "aria-describedby"?: string | undefined;
}

/**
 * Id of the label of the field around, for controls that are not labelled natively, or whose label is hidden from
 * assistive technology while their popup is open.
 */
export function useFieldLabelId(): string | undefined {
  return useContext(FieldContext)?.labelId;
}

/** Ids and aria attributes of a control, from the field around it; the control's own props win. */
export function useFieldControl(props: FieldControlProps = {}): FieldControlProps {
  const field = useContext(FieldContext);
  if (!field) return props;
  const describedBy = [props["aria-describedby"], field.describedBy].filter(Boolean).join(" ");
  return {
    id: props.id ?? field.controlId,
    disabled: props.disabled ?? (field.disabled || field.readOnly === true),
    required: props.required ?? field.required,
    "aria-invalid": props["aria-invalid"] ?? (field.invalid || undefined),
    "aria-describedby": describedBy || undefined,
  };
}

/** The same for controls of text, which can be read-only without being closed. */
export function useTextControl(
  props: FieldControlProps & { readOnly?: boolean | undefined } = {},
): FieldControlProps & { readOnly?: boolean | undefined } {
  const field = useContext(FieldContext);
  const control = useFieldControl(props);
  if (!field) return control;
  return {
    ...control,
    disabled: props.disabled ?? field.disabled,
    readOnly: props.readOnly ?? field.readOnly,
  };
}
