"use client";

import { Plus, X } from "lucide-react";
import { useContext, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { FieldContext, useFieldControl } from "@/components/ui/field-context";
import { kindOf } from "@/server/properties/kind";
import { itemDefinition, labelOf } from "../kind";
import { toRaw } from "../value";
import type { RawValue } from "../value";
import { issuesBelow } from "./control-props";
import type { PropertyControlProps } from "./control-props";
import { PropertyControl } from "./property-control";

/** A list of any kind: one control for each item, with add and remove. */
export function ArrayField({ definition, value, onChange, onBlur, label, id, issues }: PropertyControlProps) {
  const control = useFieldControl();
  const field = useContext(FieldContext);
  const baseId = id ?? control.id ?? "list";
  const items = Array.isArray(value) ? value : [];
  const item = itemDefinition(definition);
  const noun = labelOf("item", item);
  const focusNext = useRef<string | null>(null);
  useEffect(() => {
    if (!focusNext.current) return;
    document.getElementById(focusNext.current)?.focus();
    focusNext.current = null;
  });
  const add = () => {
    focusNext.current = `${baseId}-${items.length}`;
    onChange([...items, kindOf(item) === "boolean" ? false : toRaw(item.default, item)]);
  };
  const remove = (index: number) => {
    focusNext.current = items.length > 1 ? `${baseId}-${Math.max(0, index - 1)}` : baseId;
    onChange(items.filter((_, other) => other !== index));
  };
  const replace = (index: number, next: RawValue) =>
    onChange(items.map((entry, other) => (other === index ? next : entry)));
  return (
    <div
      role="group"
      aria-labelledby={label ? undefined : field?.labelId}
      aria-label={label}
      aria-describedby={control["aria-describedby"]}
      className="grid gap-2"
    >
      {items.length > 0 && (
        <ul className="grid gap-2">
          {items.map((entry, index) => (
            // Items have no identity of their own: all controls are controlled, so the position serves as key.
            <li key={index} className="flex items-start gap-1.5">
              <div className="min-w-0 flex-1">
                <PropertyControl
                  definition={item}
                  value={entry}
                  onChange={(next) => replace(index, next)}
                  onBlur={onBlur}
                  label={`${noun} ${index + 1}`}
                  id={`${baseId}-${index}`}
                  issues={issuesBelow(issues, index)}
                />
              </div>
              <Button
                variant="ghost"
                size="icon"
                aria-label={`Remove ${noun.toLowerCase()} ${index + 1}`}
                onClick={() => remove(index)}
                className="text-muted-foreground"
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button id={baseId} size="sm" aria-label={`Add ${noun.toLowerCase()}`} onClick={add}>
          <Plus aria-hidden /> Add {noun.toLowerCase()}
        </Button>
      </div>
    </div>
  );
}
