"use client";

import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { useTextControl } from "./field-context";

/** Frame shared by everything one types into. */
export const inputClasses =
  "w-full min-w-0 rounded-md border border-input bg-card px-2.5 text-lg text-foreground transition-colors duration-100 sm:text-sm hover:border-border-strong focus-visible:border-ring focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-muted disabled:text-muted-foreground aria-invalid:border-danger";

export interface InputProps extends Omit<ComponentProps<"input">, "prefix"> {
  /** Fixed text or an icon before the value. */
  prefix?: ReactNode;
  /** Unit or a button after the value. */
  suffix?: ReactNode;
  /** Monospace, for identifiers. */
  mono?: boolean;
}

/** A one-line text control. Inside a Field it takes id, aria and required from it. */
export function Input({ className, prefix, suffix, mono = false, ...props }: InputProps) {
  const control = useTextControl(props);
  const input = (
    <input
      autoComplete="off"
      spellCheck={mono ? false : undefined}
      {...props}
      {...control}
      className={cn(
        inputClasses,
        "read-only:bg-muted h-8",
        props.type === "file" &&
          "text-muted-foreground file:text-foreground bg-card py-1 leading-5 file:mr-2 file:font-medium",
        mono && "font-mono",
        prefix && "pl-8",
        suffix && "pr-9",
        className,
      )}
    />
  );
  if (!prefix && !suffix) return input;
  return (
    <div className="relative flex w-full items-center">
      {prefix && (
        <span className="text-muted-foreground pointer-events-none absolute left-2.5 flex items-center [&_svg]:size-4">
          {prefix}
        </span>
      )}
      {input}
      {suffix && (
        <span className="text-muted-foreground absolute right-1.5 flex items-center text-xs">{suffix}</span>
      )}
    </div>
  );
}
