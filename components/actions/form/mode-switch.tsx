"use client";

import { cn } from "@/components/ui/cn";

export type FormMode = "form" | "json";

const MODES: readonly { mode: FormMode; label: string }[] = [
  { mode: "form", label: "Form" },
  { mode: "json", label: "JSON" },
];

/** Chooses how the values are filled in. */
export function ModeSwitch({ mode, onMode }: { mode: FormMode; onMode: (mode: FormMode) => void }) {
  return (
    <div role="group" aria-label="Fill in as" className="-mb-2 flex justify-end">
      <div className="bg-muted inline-flex rounded-md p-0.5">
        {MODES.map((one) => (
          <button
            key={one.mode}
            type="button"
            aria-pressed={mode === one.mode}
            onClick={() => mode !== one.mode && onMode(one.mode)}
            className={cn(
              "h-6 cursor-pointer rounded-sm px-2.5 text-xs font-medium transition-colors",
              mode === one.mode
                ? "bg-card text-foreground shadow-xs"
                : "text-muted-foreground hover:text-foreground",
            )}
          >
            {one.label}
          </button>
        ))}
      </div>
    </div>
  );
}
