import type { ComponentProps } from "react";
import { cn } from "./cn";

/** Label of a control. */
export function Label({ className, ...props }: ComponentProps<"label">) {
  return <label className={cn("text-foreground text-sm leading-5 font-medium", className)} {...props} />;
}
