"use client";

import { PropertyControl } from "@/components/properties/fields/property-control";
import { ColourBadge } from "@/components/properties/colour-badge";
import { fromRaw, toRaw, Unreadable } from "@/components/properties/value";
import type { RawValue } from "@/components/properties/value";
import { MultiCombobox } from "@/components/ui/combobox";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { PropertyDefinition } from "@/server/properties/schema";
import { shapeOf } from "./fields";
import type { Operand } from "./operators";
import { ReferenceValue } from "./reference-value";
import { SpanValue } from "./span-value";
import { useTyped } from "./use-typed";

export interface ValueEditorProps {
  id: string;
  /** Of one value: what a list's items are, where the field is a list. */
  definition: PropertyDefinition;
  operand: Operand;
  value: unknown;
  onChange: (value: unknown) => void;
  label: string;
}

/** Beyond this many options one types instead of scrolling. */
const TOGGLES_MAX = 12;

/** The right side of a condition, by type. */
export function ValueEditor(props: ValueEditorProps) {
  const { definition, operand } = props;
  const shape = shapeOf(definition);
  if (operand === "none") return null;
  if (operand === "range") return shape === "number" ? <Bounds {...props} /> : <SpanValue {...props} />;
  if (shape === "user" || shape === "team" || shape === "entity") return <ReferenceValue {...props} />;
  if (shape === "choice") return operand === "many" ? <Choices {...props} /> : <Choice {...props} />;
  if (shape === "boolean") return <YesOrNo {...props} />;
  if (operand === "many") return <Lines {...props} />;
  return <Typed {...props} />;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function YesOrNo({ id, label, value, onChange }: ValueEditorProps) {
  return (
    <Select
      id={id}
      label={label}
      options={[
        { value: "true", label: "Yes" },
        { value: "false", label: "No" },
      ]}
      value={typeof value === "boolean" ? (String(value) as "true" | "false") : null}
      onValueChange={(next) => onChange(next === "true")}
    />
  );
}

function Choice({ id, label, definition, value, onChange }: ValueEditorProps) {
  const options = definition.enum ?? [];
  return (
    <Select
      id={id}
      label={label}
      options={options.map((option) => ({ value: textOf(option), label: textOf(option) }))}
      value={value === undefined ? null : textOf(value)}
      onValueChange={(next) => onChange(options.find((option) => textOf(option) === next) ?? next)}
    />
  );
}

/** Several options of a choice: all in sight in their colours, or found by typing when they are many. */
function Choices({ id, label, definition, value, onChange }: ValueEditorProps) {
  const options = definition.enum ?? [];
  const chosen = Array.isArray(value) ? (value as unknown[]) : [];
  const isChosen = (option: unknown) => chosen.some((one) => textOf(one) === textOf(option));
  // What is no option any more stays in sight, to be taken away.
  const all = [
    ...options,
    ...chosen.filter((one) => !options.some((option) => textOf(option) === textOf(one))),
  ];
  if (all.length > TOGGLES_MAX)
    return (
      <MultiCombobox
        id={id}
        label={label}
        options={all.map((option) => ({ value: textOf(option), label: textOf(option) }))}
        value={chosen.map((option) => ({ value: textOf(option), label: textOf(option) }))}
        onValueChange={(next) =>
          onChange(next.map((one) => all.find((option) => textOf(option) === one.value) ?? one.value))
        }
      />
    );
  return (
    <div role="group" aria-label={label} className="flex flex-wrap gap-1">
      {all.map((option, index) => (
        <label
          key={textOf(option)}
          className="border-input has-checked:border-primary has-checked:bg-primary-subtle has-focus-visible:outline-ring hover:border-border-strong bg-card relative inline-flex h-8 cursor-pointer items-center rounded-md border px-1.5 transition-colors has-focus-visible:outline-2"
        >
          <input
            type="checkbox"
            {...(index === 0 && { id })}
            aria-label={textOf(option)}
            checked={isChosen(option)}
            onChange={(event) =>
              onChange(
                event.target.checked
                  ? [...chosen, option]
                  : chosen.filter((one) => textOf(one) !== textOf(option)),
              )
            }
            className="absolute inset-0 cursor-pointer appearance-none outline-none"
          />
          <ColourBadge colour={definition.enumColors?.[textOf(option)]}>{textOf(option)}</ColourBadge>
        </label>
      ))}
    </div>
  );
}

/** A lowest and a highest number, both included. */
function Bounds({ id, label, definition, value, onChange }: ValueEditorProps) {
  const { from, to } = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  return (
    <div className="grid grid-cols-[1fr_auto_1fr] items-center gap-1.5">
      <Typed
        {...{ id, definition }}
        operand="one"
        label={`${label}, lowest`}
        value={from}
        onChange={(next) => onChange({ to, from: next })}
      />
      <span className="text-muted-foreground text-xs">and</span>
      <Typed
        {...{ definition }}
        id={`${id}-to`}
        operand="one"
        label={`${label}, highest`}
        value={to}
        onChange={(next) => onChange({ from, to: next })}
      />
    </div>
  );
}

/** Several texts or numbers, one on each line. */
function Lines({ id, label, definition, value, onChange }: ValueEditorProps) {
  const [text, setText] = useTyped(value, (given) =>
    Array.isArray(given) ? given.map(textOf).join("\n") : "",
  );
  return (
    <Textarea
      id={id}
      aria-label={`${label}, one on each line`}
      placeholder="One on each line"
      rows={2}
      value={text}
      onChange={(event) => {
        const lines = event.target.value.split("\n").flatMap((line) => line.trim() || []);
        const next = definition.type === "number" ? lines.map((line) => readNumber(line)) : lines;
        setText(event.target.value, next);
        onChange(next);
      }}
    />
  );
}

const readNumber = (line: string): number | string => (Number.isFinite(Number(line)) ? Number(line) : line);

/** One value as it is typed: what cannot be read yet is no value yet. */
function Typed({ id, label, definition, value, onChange }: ValueEditorProps) {
  const shape = shapeOf(definition);
  const plain = shape === "text" || shape === "other" || shape === "list";
  const typed: PropertyDefinition = plain
    ? { type: "string" }
    : { type: definition.type, ...(definition.format && { format: definition.format }) };
  const [raw, setRaw] = useTyped(value, (given) => toRaw(given, typed));
  return (
    <PropertyControl
      id={id}
      label={label}
      definition={typed}
      value={raw}
      onChange={(next) => {
        const read = readTyped(next, typed);
        setRaw(next, read);
        onChange(read);
      }}
    />
  );
}

function readTyped(raw: RawValue, definition: PropertyDefinition): unknown {
  try {
    return fromRaw(raw, definition);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}
