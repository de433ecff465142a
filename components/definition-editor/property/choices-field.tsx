"use client";

import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { ColourBadge } from "@/components/properties/colour-badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { COLOURS } from "@/server/properties/schema";
import type { Colour, PropertyDefinition } from "@/server/properties/schema";
import { issueAt } from "../issues";
import { moved } from "../keys";
import { idOfPath } from "../path";
import type { DefinitionPath } from "../path";
import { useBound } from "../bound-fields";
import { useDefinitionEditor } from "../context";

const NO_COLOUR = " none";

/** "paleBlue" reads "Pale blue". */
export const colourName = (colour: string): string =>
  colour.charAt(0).toUpperCase() + colour.slice(1).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

export const colourOptions = [
  { value: NO_COLOUR, label: "No colour" },
  ...COLOURS.map((colour) => ({ value: colour as string, label: colourName(colour) })),
];

/** A choice as text, or as a number where it reads like one. */
const asType = (choice: unknown, type: string): unknown => {
  const number = Number(choice);
  return type === "number" && String(choice).trim() !== "" && Number.isFinite(number)
    ? number
    : String(choice);
};

/** The choices of a property in their order, each with a colour, and whether they are texts or numbers. */
export function ChoicesField({ path }: { path: DefinitionPath }) {
  const { issues, set, touch } = useDefinitionEditor();
  const own = [...path, "enum"];
  const { id, value, error } = useBound(own);
  const definition = useBound(path).value as PropertyDefinition;
  const choices = Array.isArray(value) ? (value as unknown[]) : [];
  const colours = (definition.enumColors ?? {}) as Record<string, Colour>;
  const numbers = definition.type === "number";
  const next = useRef<string | null>(null);
  useEffect(() => {
    if (!next.current) return;
    document.getElementById(next.current)?.focus();
    next.current = null;
  });

  const write = (list: unknown[], enumColors: Record<string, Colour>) => {
    const { enumColors: _before, ...rest } = definition;
    set(path, { ...rest, enum: list, ...(Object.keys(enumColors).length > 0 && { enumColors }) });
  };
  const rename = (index: number, text: string) => {
    const before = String(choices[index]);
    const { [before]: colour, ...rest } = colours;
    write(
      choices.map((choice, at) => (at === index ? asType(text, definition.type) : choice)),
      colour ? { ...rest, [text]: colour } : rest,
    );
  };
  const paint = (choice: string, colour: string) => {
    const { [choice]: _before, ...rest } = colours;
    write(choices, colour === NO_COLOUR ? rest : { ...rest, [choice]: colour as Colour });
  };
  const add = () => {
    next.current = idOfPath([...own, choices.length]);
    write([...choices, ""], colours);
  };
  const remove = (index: number) => {
    const { [String(choices[index])]: _gone, ...rest } = colours;
    next.current = choices.length > 1 ? idOfPath([...own, Math.max(0, index - 1)]) : id;
    write(
      choices.filter((_, at) => at !== index),
      rest,
    );
  };
  return (
    <div className="grid gap-3 sm:col-span-2">
      <Field id={`${id}/type`} label="Choices are" required>
        <RadioGroup
          className="grid-cols-[auto_auto] justify-start gap-5"
          options={[
            { value: "string", label: "Texts" },
            { value: "number", label: "Numbers" },
          ]}
          value={numbers ? "number" : "string"}
          onValueChange={(type) =>
            set(path, { ...definition, type, enum: choices.map((one) => asType(one, type)) })
          }
        />
      </Field>
      <Field id={id} label="Choices" required error={choices.length === 0 ? error : undefined}>
        <div className="grid gap-2">
          {choices.length > 0 && (
            <ol className="grid gap-2">
              {choices.map((choice, index) => {
                const text = String(choice);
                const fault = issueAt(issues, [...own, index])?.message;
                const colour = Object.hasOwn(colours, text) ? colours[text] : undefined;
                return (
                  // Choices have no identity of their own: all controls are controlled, so the position serves as key.
                  <li key={index} className="grid gap-1">
                    <div className="flex flex-wrap items-center gap-1.5">
                      <Input
                        id={idOfPath([...own, index])}
                        aria-label={`Choice ${index + 1}`}
                        aria-invalid={fault !== undefined}
                        aria-describedby={fault ? `${idOfPath([...own, index])}-fault` : undefined}
                        value={text}
                        inputMode={numbers ? "decimal" : undefined}
                        onBlur={() => touch([...own, index])}
                        onChange={(event) => rename(index, event.target.value)}
                        onKeyDown={(event) => {
                          if (event.key !== "Enter") return;
                          event.preventDefault();
                          add();
                        }}
                        className="min-w-28 flex-1 max-sm:basis-full"
                      />
                      <Select
                        label={`Colour of choice ${index + 1}`}
                        options={colourOptions}
                        value={colour ?? NO_COLOUR}
                        onValueChange={(next) => paint(text, next)}
                        className="w-32 max-sm:flex-1"
                      />
                      <span className="flex w-24 min-w-0 max-sm:hidden">
                        <ColourBadge colour={colour}>{text || "…"}</ColourBadge>
                      </span>
                      <span className="ml-auto flex gap-1.5">
                        <Button
                          size="icon-sm"
                          variant="ghost"
                          aria-label={`Move choice ${index + 1} up`}
                          aria-disabled={index === 0}
                          onClick={() => write(moved(choices, index, index - 1), colours)}
                        >
                          <ArrowUp aria-hidden />
                        </Button>
                        <Button
                          size="icon-sm"
                          variant="ghost"
                          aria-label={`Move choice ${index + 1} down`}
                          aria-disabled={index === choices.length - 1}
                          onClick={() => write(moved(choices, index, index + 1), colours)}
                        >
                          <ArrowDown aria-hidden />
                        </Button>
                        <Button
                          size="icon-sm"
                          variant="ghost"
                          aria-label={`Remove choice ${index + 1}`}
                          onClick={() => remove(index)}
                        >
                          <X aria-hidden />
                        </Button>
                      </span>
                    </div>
                    {fault && (
                      <p id={`${idOfPath([...own, index])}-fault`} className="text-danger text-xs">
                        {fault}
                      </p>
                    )}
                  </li>
                );
              })}
            </ol>
          )}
          <div>
            <Button id={id} size="sm" aria-label="Add choice" onClick={add}>
              <Plus aria-hidden /> Add choice
            </Button>
          </div>
        </div>
      </Field>
    </div>
  );
}
