"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { buttonVariants } from "./button";
import { cn } from "./cn";

export interface CopyButtonProps {
  value: string | (() => string | Promise<string>);
  /** Accessible name, and visible text with `showLabel`. */
  label?: string;
  showLabel?: boolean;
  className?: string;
}

/** Copies text and says so. */
export function CopyButton({ value, label = "Copy", showLabel = false, className }: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 1600);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof value === "function" ? await value() : value);
      setState("copied");
    } catch {
      // The clipboard is refused on insecure origins and by some policies; the button says so.
      setState("failed");
    }
  };
  const spoken = state === "copied" ? "Copied" : state === "failed" ? "Copying is not allowed here" : label;
  return (
    <button
      type="button"
      onClick={() => void copy()}
      title={spoken}
      className={cn(
        buttonVariants({ variant: showLabel ? "secondary" : "ghost", size: showLabel ? "sm" : "icon-sm" }),
        !showLabel && "text-muted-foreground size-6",
        className,
      )}
    >
      {state === "copied" ? (
        <Check aria-hidden className="text-success size-3.5" />
      ) : (
        <Copy aria-hidden className="size-3.5" />
      )}
      <span className={showLabel ? undefined : "sr-only"}>
        {showLabel && state === "copied" ? "Copied" : label}
      </span>
      <span aria-live="polite" className="sr-only">
        {state === "idle" ? "" : spoken}
      </span>
    </button>
  );
}
