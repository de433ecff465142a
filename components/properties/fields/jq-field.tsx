"use client";

import type { ReactNode } from "react";
import { Textarea } from "@/components/ui/textarea";

interface JqFieldProps {
  value: string;
  onChange: (jq: string) => void;
  onBlur?: (() => void) | undefined;
  /** Id and accessible name where no Field around gives them. */
  id?: string | undefined;
  label?: string | undefined;
  placeholder?: string;
  rows?: number;
  /** What tries the expression out. */
  tryIt?: ReactNode;
}

/** An expression in jq. Its fault is that of the Field around it. */
export function JqField({
  value,
  onChange,
  onBlur,
  id,
  label,
  placeholder = ".form.environment",
  rows = 2,
  tryIt,
}: JqFieldProps) {
  return (
    <div className="grid min-w-0 gap-1.5">
      <Textarea
        mono
        rows={rows}
        className="min-h-9"
        value={value}
        placeholder={placeholder}
        {...(id !== undefined && { id })}
        {...(label !== undefined && { "aria-label": label })}
        {...(onBlur && { onBlur })}
        onChange={(event) => onChange(event.target.value)}
      />
      {tryIt}
    </div>
  );
}
