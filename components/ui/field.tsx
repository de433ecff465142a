"use client";

import { CircleAlert } from "lucide-react";
import { useId } from "react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { FieldContext } from "./field-context";
import { Label } from "./label";

export interface FieldProps {
  label: ReactNode;
  description?: ReactNode;
  /** Message of what is wrong and how to mend it; marks the control invalid and is announced. */
  error?: string | undefined;
  required?: boolean;
  disabled?: boolean;
  readOnly?: boolean;
  /** Id of the control; generated when absent. */
  id?: string;
  /** "inline" puts the control before its label: checkbox and switch. */
  orientation?: "stacked" | "inline";
  /** Small text at the end of the label row, such as a counter. */
  hint?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** One labelled control with its description and error, wired by id and aria. The control inside takes these from context. */
export function Field({
  label,
  description,
  error,
  required = false,
  disabled = false,
  readOnly = false,
  id,
  orientation = "stacked",
  hint,
  className,
  children,
}: FieldProps) {
  const generated = useId();
  const controlId = id ?? generated;
  const descriptionId = `${controlId}-description`;
  const errorId = `${controlId}-error`;
  const describedBy = [description && descriptionId, error && errorId].filter(Boolean).join(" ") || undefined;
  const labelId = `${controlId}-label`;
  const value = { controlId, labelId, describedBy, invalid: Boolean(error), required, disabled, readOnly };
  const labelRow = (
    <div className="flex items-baseline justify-between gap-2">
      <Label id={labelId} htmlFor={controlId}>
        {label}
        {!required && orientation === "stacked" && (
          <span className="text-muted-foreground ml-1 text-xs font-normal"> Optional</span>
        )}
      </Label>
      {hint && <span className="text-muted-foreground tabular text-xs">{hint}</span>}
    </div>
  );
  const descriptionRow = description && (
    <div id={descriptionId} className="text-muted-foreground text-xs text-pretty">
      {description}
    </div>
  );
  const errorRow = (
    <div
      id={errorId}
      role={error ? "alert" : undefined}
      className={cn(error && "text-danger flex items-start gap-1.5 text-xs")}
    >
      {error && (
        <>
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          <span className="min-w-0 break-words">{error}</span>
        </>
      )}
    </div>
  );
  return (
    <FieldContext value={value}>
      {orientation === "inline" ? (
        <div data-field className={cn("grid grid-cols-[auto_1fr] gap-x-2.5 gap-y-0.5", className)}>
          <div className="flex h-5 items-center">{children}</div>
          {labelRow}
          {(description || error) && (
            <div className="col-start-2 grid gap-1">
              {descriptionRow}
              {errorRow}
            </div>
          )}
        </div>
      ) : (
        <div data-field className={cn("grid content-start gap-1.5", className)}>
          {labelRow}
          {children}
          {descriptionRow}
          {errorRow}
        </div>
      )}
    </FieldContext>
  );
}

export interface FieldsetProps {
  legend: ReactNode;
  description?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A group of fields under one legend. */
export function Fieldset({ legend, description, className, children }: FieldsetProps) {
  return (
    <fieldset className={cn("grid gap-4", className)}>
      <legend className="mb-3 text-base font-semibold tracking-tight">{legend}</legend>
      {description && <p className="text-muted-foreground -mt-3 text-xs">{description}</p>}
      {children}
    </fieldset>
  );
}
