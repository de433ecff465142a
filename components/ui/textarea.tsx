"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";
import { useTextControl } from "./field-context";
import { inputClasses } from "./input";

export interface TextareaProps extends ComponentProps<"textarea"> {
  mono?: boolean;
}

/** A text control of several lines that grows with its content up to 24 lines. */
export function Textarea({ className, mono = false, rows = 3, ...props }: TextareaProps) {
  const control = useTextControl(props);
  return (
    <textarea
      rows={rows}
      spellCheck={mono ? false : undefined}
      {...props}
      {...control}
      className={cn(
        inputClasses,
        "read-only:bg-muted field-sizing-content max-h-120 min-h-16 resize-y py-1.5",
        mono && "font-mono text-xs",
        className,
      )}
    />
  );
}
