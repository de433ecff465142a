import type { PropertyDefinition } from "@/server/properties/schema";
import type { RawValue } from "../value";

/** What every control of a property gets. Id, description, error and "required" come from the Field around it. */
export interface PropertyControlProps {
  definition: PropertyDefinition;
  value: RawValue;
  onChange: (value: RawValue) => void;
  onBlur?: (() => void) | undefined;
  /** The input's key, by which a form's own source of choices is asked. */
  name?: string | undefined;
  /** Chosen before and no longer offered. */
  withdrawn?: readonly string[] | undefined;
  /** Faults inside the value, for controls that show them at their place; paths lead from the value. */
  issues?: readonly NestedIssue[] | undefined;
  /** Accessible name and id where several controls share one Field, as the items of a list do. */
  label?: string | undefined;
  id?: string | undefined;
}

export interface NestedIssue {
  path: readonly (string | number)[];
  message: string;
}

/** The issues of one member or item, with paths from there. */
export function issuesBelow(
  issues: readonly NestedIssue[] | undefined,
  part: string | number,
): NestedIssue[] | undefined {
  const found = issues?.filter((issue) => issue.path[0] === part);
  return found?.length ? found.map((issue) => ({ ...issue, path: issue.path.slice(1) })) : undefined;
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
