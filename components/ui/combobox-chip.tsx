import { cn } from "./cn";
import type { ComboboxOption } from "./option-search";

/** A chosen option among several. */
export const chipClasses = (option: ComboboxOption): string =>
  cn(
    "bg-muted inline-flex h-6 max-w-full min-w-0 items-center gap-1 rounded-sm border pl-1.5 text-xs font-medium",
    option.withdrawn && "border-danger-border bg-danger-subtle text-danger",
  );

/** Where the icon of what is chosen stands in a field. */
export const iconSlot = "pointer-events-none absolute left-2 flex size-5 items-center justify-center";

export function ChipLabel({ option }: { option: ComboboxOption }) {
  return (
    <>
      {option.icon}
      <span className="min-w-0 truncate" title={option.description}>
        {option.label}
        {option.withdrawn && <span className="font-normal"> · no longer offered</span>}
      </span>
    </>
  );
}
