"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";

export interface CheckboxProps extends Omit<ComponentProps<"input">, "type"> {
  onCheckedChange?: (checked: boolean) => void;
}

/** A native checkbox, so that forms and assistive technology need nothing else. Put it into `<Field orientation="inline">`. */
export function Checkbox({ className, onCheckedChange, onChange, ...props }: CheckboxProps) {
  const control = useFieldControl(props);
  return (
    <span className="relative inline-flex size-4 shrink-0 align-middle">
      <input
        type="checkbox"
        {...props}
        {...control}
        onChange={(event) => {
          onChange?.(event);
          onCheckedChange?.(event.target.checked);
        }}
        className={cn(
          // The input itself is 24 px, the least that a finger or a trembling hand hits; what is drawn within it is 16 px.
          "peer before:border-control before:bg-card checked:before:border-primary checked:before:bg-primary indeterminate:before:border-primary indeterminate:before:bg-primary aria-invalid:before:border-danger absolute -inset-1 size-6 cursor-pointer appearance-none rounded-xs -outline-offset-2 before:absolute before:inset-1 before:rounded-xs before:border before:transition-colors before:content-[''] disabled:cursor-not-allowed disabled:opacity-50",
          className,
        )}
      />
      <svg
        aria-hidden
        viewBox="0 0 16 16"
        fill="none"
        className="text-primary-foreground pointer-events-none absolute inset-0 hidden size-4 peer-checked:block peer-indeterminate:hidden"
      >
        <path
          d="m4 8.3 2.7 2.7L12 5.5"
          stroke="currentColor"
          strokeWidth="1.9"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span
        aria-hidden
        className="bg-primary-foreground pointer-events-none absolute top-1/2 left-1/2 hidden h-0.5 w-2 -translate-x-1/2 -translate-y-1/2 rounded-full peer-indeterminate:block"
      />
    </span>
  );
}
