"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";

export interface SwitchProps extends Omit<ComponentProps<"input">, "type" | "role"> {
  onCheckedChange?: (checked: boolean) => void;
}

/** On or off, at once. Where the change waits for a save, a checkbox says it better. */
export function Switch({ className, onCheckedChange, onChange, ...props }: SwitchProps) {
  const control = useFieldControl(props);
  return (
    <input
      type="checkbox"
      role="switch"
      {...props}
      {...control}
      onChange={(event) => {
        onChange?.(event);
        onCheckedChange?.(event.target.checked);
      }}
      className={cn(
        "bg-control before:bg-card checked:bg-primary relative h-4.5 w-8 shrink-0 cursor-pointer appearance-none rounded-full transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-3.5 before:rounded-full before:transition-transform after:absolute after:-inset-1 checked:before:translate-x-3.5 disabled:cursor-not-allowed disabled:opacity-50",
        className,
      )}
    />
  );
}
