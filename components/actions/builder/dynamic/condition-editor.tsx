"use client";

import { Plus, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { ValueEditor } from "@/components/query/value-editor";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Select } from "@/components/ui/select";
import { operandOf, writeCondition } from "../jq/condition";
import type { Comparison, Condition, ConditionOperator, Literal } from "../jq/condition";
import { writePath } from "../jq/paths";
import { OPERATORS_OF, subjectName } from "./subjects";
import type { Subject } from "./subjects";

const WORDS: Record<ConditionOperator, string> = {
  is: "is",
  isNot: "is not",
  moreThan: "is more than",
  atLeast: "is at least",
  lessThan: "is less than",
  atMost: "is at most",
  in: "is any of",
  notIn: "is none of",
  contains: "contains",
  containsNot: "does not contain",
  beginsWith: "begins with",
  endsWith: "ends with",
  has: "has",
  hasNot: "does not have",
  hasEntity: "has",
  hasNotEntity: "does not have",
  isEmpty: "is empty",
  isFilled: "has a value",
};
const DATES: Partial<Record<ConditionOperator, string>> = { moreThan: "is after", lessThan: "is before" };

interface ConditionEditorProps {
  id: string;
  label: string;
  subjects: readonly Subject[];
  condition: Condition;
  /** Null when the last comparison was removed. */
  onChange: (condition: Condition | null) => void;
}

/** A new comparison on a subject, with a value to begin with where it cannot be without. */
export function comparisonOn(subject: Subject): Comparison {
  // Whether there is a value at all can be asked before anything is typed.
  const operator = subject.shape === "choice" || subject.shape === "boolean" ? "is" : "isFilled";
  return { path: subject.path, operator, values: startOf(subject, operator) };
}

function startOf({ shape, definition }: Subject, operator: ConditionOperator): Literal[] {
  if (operandOf(operator) === "none") return [];
  if (shape === "boolean") return [true];
  if (shape === "choice") return [(definition.enum?.[0] ?? "") as Literal];
  return [shape === "number" ? 0 : ""];
}

/** A condition on what the form holds, without jq: comparisons that all hold, or of which one does. */
export function ConditionEditor({ id, label, subjects, condition, onChange }: ConditionEditorProps) {
  const next = useRef<string | null>(null);
  useEffect(() => {
    if (!next.current) return;
    document.getElementById(next.current)?.focus();
    next.current = null;
  });
  const { comparisons, combinator } = condition;
  const write = (list: readonly Comparison[]) =>
    onChange(list.length === 0 ? null : { ...condition, comparisons: list });
  const [first] = subjects;
  return (
    <div role="group" aria-label={label} className="grid min-w-0 gap-2">
      {comparisons.length > 1 && (
        <Select
          size="sm"
          className="w-fit"
          label={`${label}: which conditions must hold`}
          options={[
            { value: "and", label: "All of these hold" },
            { value: "or", label: "Any of these holds" },
          ]}
          value={combinator}
          onValueChange={(joint) => onChange({ ...condition, combinator: joint })}
        />
      )}
      <ul className="grid min-w-0 gap-2">
        {comparisons.map((comparison, index) => (
          // Comparisons have no identity of their own: what is typed follows the value, so the position serves as key.
          <li key={index}>
            <ComparisonRow
              id={index === 0 ? id : `${id}/${index}`}
              label={`Condition ${index + 1}`}
              subjects={subjects}
              comparison={comparison}
              onChange={(one) => write(comparisons.map((other, at) => (at === index ? one : other)))}
              onRemove={() => {
                next.current = index === 0 ? id : `${id}/${index - 1}`;
                write(comparisons.filter((_, at) => at !== index));
              }}
            />
          </li>
        ))}
      </ul>
      <Button
        size="sm"
        className="w-fit"
        disabled={!first}
        onClick={() => {
          if (!first) return;
          next.current = `${id}/${comparisons.length}`;
          write([...comparisons, comparisonOn(first)]);
        }}
      >
        <Plus aria-hidden /> Add condition
      </Button>
    </div>
  );
}

interface ComparisonRowProps {
  id: string;
  label: string;
  subjects: readonly Subject[];
  comparison: Comparison;
  onChange: (comparison: Comparison) => void;
  /** Left out: it is removed elsewhere. */
  onRemove?: () => void;
}

/** One comparison: what, how, and with what. */
export function ComparisonRow({ id, label, subjects, comparison, onChange, onRemove }: ComparisonRowProps) {
  const { path, operator, values } = comparison;
  const place = writePath(path);
  // What is gone from the form can still be read, changed and removed.
  const subject: Subject = subjects.find((one) => one.id === place) ?? {
    id: place,
    path,
    label: place,
    group: "Input",
    shape: "text",
    definition: { type: "string" },
  };
  const offered = OPERATORS_OF[subject.shape];
  const options = subjects.map((one) => ({
    value: one.id,
    label: subjectName(one),
    description: one.group === "Input" ? (one.input ?? "") : one.group,
  }));
  const negated = subject.shape === "boolean" && operator === "isNot";
  const operand = operandOf(operator);
  return (
    <div role="group" aria-label={label} className="flex min-w-0 items-start gap-1.5">
      <div className="grid min-w-0 flex-1 gap-1.5 @md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <Combobox
          id={id}
          label={`${label}: what`}
          options={options}
          value={options.find((one) => one.value === place) ?? { value: place, label: place }}
          onValueChange={(next) => {
            const other = subjects.find((one) => one.id === next?.value);
            if (other) onChange(comparisonOn(other));
          }}
        />
        {subject.shape === "boolean" ? (
          <Select
            label={`${label}: value`}
            options={[
              { value: "yes", label: "is Yes" },
              { value: "no", label: "is No" },
            ]}
            value={negated || values[0] === false ? "no" : "yes"}
            onValueChange={(next) =>
              onChange({ path, operator: next === "yes" ? "is" : "isNot", values: [true] })
            }
          />
        ) : (
          <Select
            label={`${label}: comparison`}
            options={[...offered, ...(offered.includes(operator) ? [] : [operator])].map((one) => ({
              value: one,
              label: (subject.shape === "date" && DATES[one]) || WORDS[one],
            }))}
            value={operator}
            onValueChange={(next) => {
              const before = operandOf(operator);
              const after = operandOf(next);
              const kept = after === "none" ? [] : before === "none" ? startOf(subject, next) : values;
              onChange({ path, operator: next, values: after === "one" ? kept.slice(0, 1) : kept });
            }}
          />
        )}
        {operand !== "none" && subject.shape !== "boolean" && (
          <div className="min-w-0 @md:col-span-2">
            <ValueEditor
              key={`${place} ${operand}`}
              id={`${id}/value`}
              label={`${label}: value`}
              definition={subject.shape === "list" || subject.shape === "text" ? TEXT : subject.definition}
              operand={operand}
              value={operand === "many" ? values : values[0]}
              onChange={(value) => onChange({ path, operator, values: literals(value, operand) })}
            />
          </div>
        )}
      </div>
      {onRemove && (
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Remove ${label.toLowerCase()}`}
          onClick={onRemove}
          className="text-muted-foreground"
        >
          <X aria-hidden />
        </Button>
      )}
    </div>
  );
}

const TEXT = { type: "string" as const };

/** What the control gave as values that jq can write. Several are at least one. */
function literals(value: unknown, operand: "one" | "many" | "none"): Literal[] {
  const list = operand === "many" && Array.isArray(value) ? (value as unknown[]) : [value];
  const readable = list.filter(
    (one): one is Literal => typeof one === "string" || typeof one === "number" || typeof one === "boolean",
  );
  return readable.length > 0 ? readable : [""];
}

/** The condition of one comparison, as jq: what a new condition begins with. */
export const firstCondition = (subject: Subject): string =>
  writeCondition({ combinator: "and", comparisons: [comparisonOn(subject)] });
