import type { PropertyDefinition } from "@/server/properties/schema";
import type { RawValue } from "../value";

/** What every control of a property gets. Id, description, error and "required" come from the Field around it. */
export interface PropertyControlProps {
  definition: PropertyDefinition;
  value: RawValue;
  onChange: (value: RawValue) => void;
  onBlur?: (() => void) | undefined;
  /** Accessible name and id where several controls share one Field, as the items of a list do. */
  label?: string | undefined;
  id?: string | undefined;
}

/** Attributes for a native control. */
export function nativeProps({ value, onChange, onBlur, label, id }: PropertyControlProps) {
  return {
    value: typeof value === "string" ? value : "",
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
    ...(onBlur && { onBlur }),
    ...(label && { "aria-label": label }),
    ...(id && { id }),
  };
}
