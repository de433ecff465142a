"use client";

import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import type { DefinitionPath } from "./path";
import { useBound } from "./bound-fields";
import { ICON_CHOICES } from "./icon-choices";

/** An icon by its published name, chosen from drawings. A name that is not among them is kept until another is chosen. */
export function IconAt({ path, label = "Icon" }: { path: DefinitionPath; label?: string }) {
  const { id, value, set, error } = useBound(path);
  const name = useId();
  const [open, setOpen] = useState(false);
  const icon = typeof value === "string" ? value : "";
  const unlisted = icon !== "" && !(ICON_CHOICES as readonly string[]).includes(icon);
  const choices = ["", ...(unlisted ? [icon] : []), ...ICON_CHOICES];
  return (
    <Field id={id} label={label} error={error}>
      <div className="grid gap-2">
        <Button
          id={id}
          aria-label={`${label}: ${icon || "none"}`}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="w-full justify-start font-normal"
        >
          <NamedIcon name={icon} />
          <span className="min-w-0 flex-1 truncate text-left">{icon || "No icon"}</span>
          <ChevronDown aria-hidden className={cn("transition-transform", open && "rotate-180")} />
        </Button>
        {open && (
          <div
            role="radiogroup"
            aria-label={label}
            className="bg-card grid max-h-52 grid-cols-[repeat(auto-fill,minmax(2.25rem,1fr))] gap-1 overflow-y-auto rounded-md border p-2"
          >
            {choices.map((choice) => (
              <label
                key={choice}
                title={choice || "No icon"}
                className="has-checked:border-primary has-checked:bg-primary-subtle has-checked:text-primary-text hover:bg-accent has-focus-visible:outline-ring relative flex size-9 items-center justify-center rounded-md border border-transparent has-focus-visible:outline-2"
              >
                <input
                  type="radio"
                  name={name}
                  value={choice}
                  checked={icon === choice}
                  aria-label={choice || "No icon"}
                  onChange={() => set(choice === "" ? undefined : choice)}
                  className="absolute inset-0 cursor-pointer appearance-none outline-none"
                />
                {choice === "" ? (
                  <span className="text-muted-foreground text-2xs">None</span>
                ) : (
                  <NamedIcon name={choice} className="size-4.5" />
                )}
              </label>
            ))}
          </div>
        )}
      </div>
    </Field>
  );
}
