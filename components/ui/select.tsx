"use client";

import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";
import { inputClasses } from "./input";

export interface SelectOption<Value extends string = string> {
  value: Value;
  label: string;
  description?: string;
  icon?: ReactNode;
  disabled?: boolean;
}

export interface SelectProps<Value extends string = string> {
  options: readonly SelectOption<Value>[];
  value?: Value | null;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  placeholder?: string;
  /** Name of the hidden input, for native forms. */
  name?: string;
  id?: string;
  /** Accessible name where no Field gives one. */
  label?: string;
  disabled?: boolean;
  size?: "sm" | "md";
  className?: string;
}

/** One of a known list. For long or remote lists take Combobox. */
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
  const control = useFieldControl({ id, ...(disabled !== undefined && { disabled }) });
  const selected = (current: Value | null) => options.find((option) => option.value === current);
  return (
    <Base.Root
      items={options}
      {...(value !== undefined && { value })}
      {...(defaultValue !== undefined && { defaultValue })}
      onValueChange={(next) => {
        if (next !== null) onValueChange?.(next as Value);
      }}
      {...(name && { name })}
      {...(control.disabled !== undefined && { disabled: control.disabled })}
      {...(control.required !== undefined && { required: control.required })}
      {...(control.id && { id: control.id })}
      modal={false}
    >
      <Base.Trigger
        aria-label={label}
        {...(!label && control.id && { "aria-labelledby": `${control.id}-label ${control.id}` })}
        aria-describedby={control["aria-describedby"]}
        aria-invalid={control["aria-invalid"]}
        className={cn(
          inputClasses,
          "flex cursor-pointer items-center justify-between gap-2 text-left data-disabled:cursor-not-allowed data-disabled:opacity-60",
          size === "sm" ? "h-7 text-xs" : "h-8",
          className,
        )}
      >
        <Base.Value className="data-placeholder:text-muted-foreground flex min-w-0 items-center gap-2 truncate">
          {(current: Value | null) => {
            const option = selected(current);
            return option ? (
              <>
                {option.icon}
                <span className="truncate">{option.label}</span>
              </>
            ) : (
              placeholder
            );
          }}
        </Base.Value>
        <Base.Icon className="text-muted-foreground shrink-0">
          <ChevronDown aria-hidden className="size-3.5" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-none">
          <Base.Popup className="popup-motion bg-popover text-popover-foreground shadow-popup max-h-[min(var(--available-height),20rem)] min-w-(--anchor-width) origin-(--transform-origin) overflow-y-auto rounded-lg p-1 outline-none">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                {...(option.disabled && { disabled: true })}
                className="data-highlighted:bg-accent relative flex min-h-7 cursor-default items-center gap-2 rounded-sm py-1 pr-8 pl-2 text-sm outline-none select-none data-disabled:opacity-50"
              >
                {option.icon}
                <span className="min-w-0">
                  <Base.ItemText>{option.label}</Base.ItemText>
                  {option.description && (
                    <span className="text-muted-foreground block text-xs">{option.description}</span>
                  )}
                </span>
                <Base.ItemIndicator className="text-primary-text absolute right-2">
                  <Check aria-hidden className="size-4" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
