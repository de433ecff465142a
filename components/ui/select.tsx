"use client";

import { ChevronDown } from "lucide-react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";
import { inputClasses } from "./input";

export interface SelectOption<Value extends string = string> {
  value: Value;
  label: string;
  /** Said after the label. */
  description?: string;
  disabled?: boolean;
}

export interface SelectProps<Value extends string = string> {
  options: readonly SelectOption<Value>[];
  value?: Value | null;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  /** Shown while nothing is chosen; it cannot be chosen itself. */
  placeholder?: string;
  name?: string;
  id?: string;
  /** Accessible name where no Field gives one. */
  label?: string;
  disabled?: boolean;
  size?: "sm" | "md";
  className?: string;
}

/**
 * One of a known list: the browser's own select, drawn by us, where the browser allows it down to the popup. It costs
 * nothing to load, and phones show their own wheel. For long or remote lists take Combobox.
 */
export function Select<Value extends string = string>({
  options,
  value,
  defaultValue,
  onValueChange,
  placeholder = "Choose…",
  name,
  id,
  label,
  disabled,
  size = "md",
  className,
}: SelectProps<Value>) {
  const { required, ...control } = useFieldControl({ id, ...(disabled !== undefined && { disabled }) });
  const controlled = value !== undefined;
  const unset = controlled ? !options.some((option) => option.value === value) : defaultValue === undefined;
  return (
    <span className={cn("relative inline-flex w-full min-w-0 items-center", className)}>
      <select
        name={name}
        aria-label={label}
        aria-required={required}
        {...control}
        {...(controlled ? { value: unset ? "" : (value ?? "") } : { defaultValue: defaultValue ?? "" })}
        onChange={(event) => onValueChange?.(event.target.value as Value)}
        className={cn(
          inputClasses,
          "select-popup cursor-pointer appearance-none truncate pr-8 text-left",
          size === "sm" ? "h-7 sm:text-xs" : "h-8",
          controlled && unset && "text-muted-foreground",
        )}
      >
        {unset && (
          <option value="" disabled hidden>
            {placeholder}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.description ? `${option.label} – ${option.description}` : option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="text-muted-foreground pointer-events-none absolute right-2.5 size-3.5"
      />
    </span>
  );
}
