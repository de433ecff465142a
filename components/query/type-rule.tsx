"use client";

import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { ValueSource } from "./value-source";
import type { RulePartProps } from "./rule-row";

/** Types that one searches for across blueprints, with what says so in a rule. */
const TYPES = [
  { value: "string", label: "any text", schema: { type: "string" } },
  { value: "url", label: "any address", schema: { type: "string", format: "url" } },
  { value: "email", label: "any e-mail", schema: { type: "string", format: "email" } },
  { value: "user", label: "any person", schema: { type: "string", format: "user" } },
  { value: "team", label: "any team", schema: { type: "string", format: "team" } },
  { value: "date-time", label: "any date", schema: { type: "string", format: "date-time" } },
  { value: "number", label: "any number", schema: { type: "number" } },
  { value: "boolean", label: "any yes or no", schema: { type: "boolean" } },
  { value: "list", label: "any list of texts", schema: { type: "array", items: { type: "string" } } },
] as const;

const OPERATORS = [
  { value: "=", label: "is" },
  { value: "!=", label: "is not" },
  { value: "contains", label: "contains" },
] as const;

/** Any property of one type, whatever it is called. */
export function TypeRule({ id, rule, onChange, label }: RulePartProps) {
  const text = JSON.stringify(rule.propertySchema);
  const chosen = TYPES.find((type) => JSON.stringify(type.schema) === text);
  const isNumber = (rule.propertySchema as { type?: string }).type === "number";
  const isBoolean = (rule.propertySchema as { type?: string }).type === "boolean";
  const { value: _value, ...rest } = rule;
  const set = (typed: string) => {
    const value = isNumber && typed !== "" && Number.isFinite(Number(typed)) ? Number(typed) : typed;
    onChange(typed === "" ? rest : { ...rest, value });
  };
  return (
    <div className="grid min-w-0 items-start gap-1.5 md:grid-cols-[minmax(0,1fr)_7rem_minmax(0,1fr)]">
      <Select
        label={`${label}: type`}
        options={TYPES}
        placeholder="Choose a type…"
        value={chosen?.value ?? null}
        onValueChange={(next) =>
          onChange({ ...rest, propertySchema: TYPES.find((type) => type.value === next)?.schema })
        }
      />
      <Select
        label={`${label}: comparison`}
        options={OPERATORS}
        value={OPERATORS.find((one) => one.value === rule.operator)?.value ?? null}
        onValueChange={(next) => onChange({ ...rule, operator: next })}
      />
      <ValueSource
        id={`${id}-value`}
        operand="one"
        value={rule.value}
        onChange={(value) => onChange(value === undefined ? rest : { ...rest, value })}
        label={`${label}: value`}
      >
        {isBoolean ? (
          <Select
            id={`${id}-value`}
            label={`${label}: value`}
            options={[
              { value: "true", label: "Yes" },
              { value: "false", label: "No" },
            ]}
            value={typeof rule.value === "boolean" ? (String(rule.value) as "true" | "false") : null}
            onValueChange={(next) => onChange({ ...rest, value: next === "true" })}
          />
        ) : (
          <Input
            id={`${id}-value`}
            aria-label={`${label}: value`}
            {...(isNumber && { inputMode: "decimal" as const })}
            value={rule.value === undefined || rule.value === null ? "" : String(rule.value as string)}
            onChange={(event) => set(event.target.value)}
          />
        )}
      </ValueSource>
    </div>
  );
}
