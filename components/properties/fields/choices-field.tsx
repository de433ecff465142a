"use client";

import { useContext } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { MultiCombobox } from "@/components/ui/combobox";
import { FieldContext, useFieldControl } from "@/components/ui/field-context";
import { ColourBadge, ColourDot } from "../colour-badge";
import { itemDefinition } from "../kind";
import { choiceText } from "./choice-fields";
import type { PropertyControlProps } from "./control-props";

/** Up to this many choices stand below each other; of more, one types. */
const CHECKBOXES_MAX = 7;

/** Several of a fixed list, in the list's order. */
export function ChoicesField({ definition, value, onChange, label, id, withdrawn }: PropertyControlProps) {
  const field = useContext(FieldContext);
  const control = useFieldControl();
  const baseId = id ?? control.id ?? "choices";
  const item = itemDefinition(definition);
  const colours = item.enumColors ?? definition.enumColors ?? {};
  const colourOf = (option: string) => (Object.hasOwn(colours, option) ? colours[option] : undefined);
  const coloured = Object.keys(colours).length > 0;
  const offered = (item.enum ?? []).map(choiceText);
  const chosen = Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
  const gone = chosen.filter((one) => !offered.includes(one) || withdrawn?.includes(one));
  const take = (next: readonly string[]) =>
    onChange(
      [...offered, ...gone].filter((one, index, all) => next.includes(one) && all.indexOf(one) === index),
    );
  if (offered.length > CHECKBOXES_MAX)
    return (
      <MultiCombobox
        options={offered.map((option) => ({
          value: option,
          label: option,
          ...(coloured && { icon: <ColourDot colour={colourOf(option)} /> }),
        }))}
        value={chosen.map((option) => ({
          value: option,
          label: option,
          withdrawn: gone.includes(option),
          ...(coloured && { icon: <ColourDot colour={colourOf(option)} /> }),
        }))}
        onValueChange={(next) => take(next.map((option) => option.value))}
        {...(label && { label })}
        {...(id && { id })}
      />
    );
  const all = [...offered, ...gone.filter((one) => !offered.includes(one))];
  return (
    <div
      role="group"
      aria-label={label}
      aria-labelledby={label ? undefined : field?.labelId}
      aria-describedby={control["aria-describedby"]}
      className="grid gap-1.5"
    >
      {all.length === 0 && <p className="text-muted-foreground text-sm">There is nothing to choose from.</p>}
      {all.map((option, index) => (
        <label
          key={option}
          className="flex w-fit max-w-full min-w-0 cursor-pointer items-center gap-2 text-sm has-disabled:cursor-not-allowed has-disabled:opacity-60"
        >
          <Checkbox
            // The field's label and its errors lead to the first.
            id={index === 0 ? baseId : `${baseId}-choice-${index}`}
            required={false}
            aria-describedby={undefined}
            disabled={control.disabled}
            checked={chosen.includes(option)}
            onCheckedChange={(checked) =>
              take(checked ? [...chosen, option] : chosen.filter((other) => other !== option))
            }
          />
          <span className="min-w-0 break-words">
            {colourOf(option) ? <ColourBadge colour={colourOf(option)}>{option}</ColourBadge> : option}
            {gone.includes(option) && <span className="text-danger text-xs"> · no longer offered</span>}
          </span>
        </label>
      ))}
    </div>
  );
}
