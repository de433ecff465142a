import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";

/** The link of a row, for its name cell: j and k move over these. */
export function RowLink({ className, ...props }: ComponentProps<typeof Link>) {
  return (
    <Link
      data-row-focus
      className={cn("rounded-xs font-medium underline-offset-4 hover:underline", className)}
      {...props}
    />
  );
}
