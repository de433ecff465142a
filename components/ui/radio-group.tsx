"use client";

import { useId } from "react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { useFieldControl, useFieldLabelId } from "./field-context";

export interface RadioOption<Value extends string> {
  value: Value;
  label: ReactNode;
  description?: ReactNode;
  disabled?: boolean;
}

export interface RadioGroupProps<Value extends string> {
  options: readonly RadioOption<Value>[];
  value?: Value | undefined;
  onValueChange?: (value: Value) => void;
  name?: string;
  /** Accessible name where no Field gives one. */
  label?: string;
  /** "cards" gives each option a frame, for choices that need explaining. */
  variant?: "plain" | "cards";
  disabled?: boolean;
  className?: string;
}

/** One of a few, all in sight. */
export function RadioGroup<Value extends string>({
  options,
  value,
  onValueChange,
  name,
  label,
  variant = "plain",
  disabled,
  className,
}: RadioGroupProps<Value>) {
  const generated = useId();
  const labelId = useFieldLabelId();
  const control = useFieldControl(disabled === undefined ? {} : { disabled });
  return (
    <div
      role="radiogroup"
      id={control.id}
      aria-label={label}
      {...(!label && labelId && { "aria-labelledby": labelId })}
      aria-describedby={control["aria-describedby"]}
      aria-invalid={control["aria-invalid"]}
      className={cn("grid gap-2", className)}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className={cn(
            "flex min-h-6 cursor-pointer items-start gap-2.5",
            variant === "cards" &&
              "bg-card hover:border-border-strong has-checked:border-primary has-checked:bg-primary-subtle/40 rounded-md border p-3 transition-colors",
          )}
        >
          <input
            type="radio"
            name={name ?? generated}
            value={option.value}
            checked={value === option.value}
            disabled={control.disabled || option.disabled}
            onChange={() => onValueChange?.(option.value)}
            className="border-control bg-card checked:border-primary mt-0.5 size-4 shrink-0 cursor-pointer appearance-none rounded-full border transition-colors checked:border-[5px] disabled:opacity-50"
          />
          <span className="min-w-0">
            <span className="block text-sm font-medium">{option.label}</span>
            {option.description && (
              <span className="text-muted-foreground block text-xs">{option.description}</span>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
