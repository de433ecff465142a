import type { PickerSource } from "@/components/properties/fields/reference-options";
import type { FormState } from "@/server/actions/core/form/state";

/** What a person has filled in so far. Secrets are never among the values: only which of them are filled. */
export interface GivenValues {
  /** By key; null where something was emptied. What nobody touched is left out, so that its default applies. */
  values: Record<string, unknown>;
  secrets: string[];
  touched: string[];
}

/** Where an action's form learns what follows from the values: the action itself, or a trial of its definition. */
export interface FormSource {
  /** The form for these values. The signal aborts when newer values are asked about. */
  evaluate(given: GivenValues, signal: AbortSignal): Promise<FormState>;
  picker: PickerSource;
}
