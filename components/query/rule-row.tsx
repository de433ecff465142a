"use client";

import { CircleAlert, UserRound, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { cn } from "@/components/ui/cn";
import { useQueryEditor } from "./editor-context";
import { FieldPicker } from "./field-picker";
import { readerFields, shapeOf } from "./fields";
import type { QueryField } from "./fields";
import { operatorOf, operatorsOf } from "./operators";
import { changeAt, issuesAt } from "./query-change";
import type { Rule, RulePath } from "./query-types";
import { ME, ruleKind, withOperator } from "./rule";
import { fieldIdOf, isContext, valueDefinition } from "./subject";
import { JsonRule } from "./json-rule";
import { PathRule } from "./path-rule";
import { RelatedRule } from "./related-rule";
import { TypeRule } from "./type-rule";
import { isComputed } from "./dynamic-values";
import { ValueSource } from "./value-source";
import { ValueEditor } from "./value-editor";

export const ruleId = (editor: string, path: RulePath): string => `${editor}-${path.join("-")}`;

/** One condition: what it is about, how it compares, with what; its faults below it. */
export function RuleRow({
  rule,
  path,
  label,
  onRemove,
}: {
  rule: Rule;
  path: RulePath;
  label: string;
  onRemove: () => void;
}) {
  const editor = useQueryEditor();
  const { query, change, issues } = editor;
  const id = ruleId(editor.id, path);
  const set = (next: Rule) => change(changeAt(query, path, next));
  const faults = issuesAt(issues, path);
  const kind = ruleKind(rule);
  return (
    <div role="group" aria-label={label} aria-describedby={faults.length ? `${id}-faults` : undefined}>
      <div className="flex items-start gap-1.5">
        <div
          className={cn(
            "grid min-w-0 flex-1 items-start gap-1.5 sm:grid-cols-[minmax(9rem,13rem)_minmax(0,1fr)]",
            faults.length > 0 && "border-danger border-l-2 pl-2",
          )}
        >
          {kind === "other" ? (
            <JsonRule id={id} rule={rule} onChange={set} />
          ) : (
            <>
              <FieldPicker id={id} rule={rule} onChange={set} label={`${label}: property`} />
              {kind === "field" && <FieldRule id={id} rule={rule} onChange={set} label={label} />}
              {kind === "relatedTo" && <RelatedRule id={id} rule={rule} onChange={set} label={label} />}
              {kind === "path" && <PathRule id={id} rule={rule} onChange={set} label={label} />}
              {kind === "type" && <TypeRule id={id} rule={rule} onChange={set} label={label} />}
            </>
          )}
        </div>
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Remove ${label.toLowerCase()}`}
          onClick={onRemove}
          className="text-muted-foreground"
        >
          <X aria-hidden />
        </Button>
      </div>
      <ul
        id={`${id}-faults`}
        role={faults.length ? "alert" : undefined}
        className="text-danger mt-1 grid gap-0.5 text-xs empty:hidden"
      >
        {faults.map((fault, index) => (
          <li key={index} className="flex items-start gap-1.5">
            <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
            {fault.message}
          </li>
        ))}
      </ul>
    </div>
  );
}

export interface RulePartProps {
  id: string;
  rule: Rule;
  onChange: (rule: Rule) => void;
  label: string;
}

function FieldRule({ id, rule, onChange, label }: RulePartProps) {
  const { fieldById, model } = useQueryEditor();
  const fieldId = fieldIdOf(rule) ?? "";
  const field: QueryField = fieldById.get(fieldId) ?? unknownField(fieldId);
  const shape = shapeOf(field.definition);
  const current = operatorOf(shape, rule.operator);
  const offered = operatorsOf(shape);
  const operators = offered.some((one) => one.id === current.id) ? offered : [...offered, current];
  const setValue = (value: unknown) => {
    const { value: _value, ...rest } = rule;
    onChange(value === undefined ? rest : { ...rest, value });
  };
  // People and teams have "me" and "my teams" among their options; everything else is compared by a switch.
  const reader = shape === "user" || shape === "team" ? [] : readerFields(model);
  const fromReader = isContext(rule.value) && !["user", "team"].includes(shape);
  const compares = current.operand === "one" || current.operand === "many";
  return (
    <div className="grid min-w-0 items-start gap-1.5 md:grid-cols-[11rem_minmax(0,1fr)]">
      <Select
        label={`${label}: comparison`}
        options={operators.map((one) => ({ value: one.id, label: one.label }))}
        value={current.id}
        onValueChange={(next) => onChange(withOperator(rule, shape, next))}
      />
      {current.operand !== "none" && (
        <div className="flex min-w-0 items-start gap-1.5">
          <div className="min-w-0 flex-1">
            {fromReader && isContext(rule.value) ? (
              <Select
                id={`${id}-value`}
                label={`${label}: value of the reader`}
                options={reader.map((one) => ({ value: one.id, label: `${one.group}: ${one.title}` }))}
                value={`${rule.value.context}:${rule.value.property}`}
                onValueChange={(next) => {
                  const one = reader.find((other) => other.id === next);
                  if (one) setValue({ context: one.kind, property: one.key });
                }}
              />
            ) : (
              <ValueSource
                id={`${id}-value`}
                operand={current.operand}
                value={rule.value}
                onChange={setValue}
                label={`${label}: value`}
              >
                <ValueEditor
                  id={`${id}-value`}
                  key={`${fieldId} ${current.operand}`}
                  definition={valueDefinition(field)}
                  operand={current.operand}
                  value={rule.value}
                  onChange={setValue}
                  label={`${label}: value`}
                />
              </ValueSource>
            )}
          </div>
          {compares && reader.length > 0 && !isComputed(rule.value) && (
            <Button
              variant="ghost"
              size="icon"
              aria-pressed={fromReader}
              aria-label={`${label}: compare with the reader`}
              title="Compare with the person who reads"
              className="text-muted-foreground aria-pressed:bg-primary-subtle aria-pressed:text-primary-text"
              onClick={() => setValue(fromReader ? undefined : ME)}
            >
              <UserRound aria-hidden />
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** A property that is gone, or that nobody may see: its condition can still be read, changed and removed. */
const unknownField = (id: string): QueryField => ({
  id,
  key: id,
  kind: "property",
  title: id,
  group: "Unknown",
  icon: undefined,
  definition: { type: "string" },
});
