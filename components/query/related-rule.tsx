"use client";

import { Select } from "@/components/ui/select";
import { useQueryEditor } from "./editor-context";
import { EntitiesValue } from "./reference-value";
import { ValueSource } from "./value-source";
import type { RulePartProps } from "./rule-row";

type Direction = "any" | "upstream" | "downstream";
type Over = "any" | "required" | "optional";

/** Entities at any distance of others, along relations of any kind. */
export function RelatedRule({ id, rule, onChange, label }: RulePartProps) {
  const { model } = useQueryEditor();
  const blueprint = typeof rule.blueprint === "string" ? rule.blueprint : "";
  const direction: Direction =
    rule.direction === "upstream" || rule.direction === "downstream" ? rule.direction : "any";
  const over: Over = rule.required === true ? "required" : rule.required === false ? "optional" : "any";
  return (
    <div className="grid min-w-0 gap-1.5">
      <div className="grid gap-1.5 md:grid-cols-2">
        <Select<Direction>
          label={`${label}: direction`}
          options={[
            { value: "any", label: "in either direction to" },
            { value: "upstream", label: "upstream to" },
            { value: "downstream", label: "downstream to" },
          ]}
          value={direction}
          onValueChange={(next) => {
            const { direction: _direction, ...rest } = rule;
            onChange(next === "any" ? rest : { ...rest, direction: next });
          }}
        />
        <Select
          id={`${id}-value`}
          label={`${label}: blueprint`}
          placeholder="Choose a blueprint…"
          options={[...model.blueprints.values()].map(({ identifier, definition }) => ({
            value: identifier,
            label: definition.title,
          }))}
          value={blueprint || null}
          onValueChange={(next) => onChange({ ...rule, blueprint: next, value: [] })}
        />
      </div>
      {blueprint && (
        <ValueSource
          id={`${id}-entities`}
          operand="many"
          value={rule.value}
          onChange={(value) => onChange({ ...rule, value: value ?? [] })}
          label={`${label}: entities`}
        >
          <EntitiesValue
            id={`${id}-entities`}
            blueprint={blueprint}
            definition={{ type: "string", format: "entity", blueprint }}
            operand="many"
            value={typeof rule.value === "string" ? [rule.value] : rule.value}
            onChange={(value) => onChange({ ...rule, value })}
            label={`${label}: entities`}
          />
        </ValueSource>
      )}
      <Select<Over>
        label={`${label}: relations to follow`}
        options={[
          { value: "any", label: "over all relations" },
          { value: "required", label: "over required relations only" },
          { value: "optional", label: "over optional relations only" },
        ]}
        value={over}
        onValueChange={(next) => {
          const { required: _required, ...rest } = rule;
          onChange(next === "any" ? rest : { ...rest, required: next === "required" });
        }}
      />
    </div>
  );
}
