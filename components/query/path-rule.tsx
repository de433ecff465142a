"use client";

import { Plus, X } from "lucide-react";
import { labelOf } from "@/components/properties/kind";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { MAX_HOPS } from "@/server/catalog/core/query/schema";
import { useQueryEditor } from "./editor-context";
import { pathStops, readSteps, writeSteps } from "./path-steps";
import type { PathStep } from "./path-steps";
import { EntitiesValue } from "./reference-value";
import { isPath } from "./rule";
import type { RulePartProps } from "./rule-row";
import { ValueSource } from "./value-source";
import { ValueEditor } from "./value-editor";

const HERE = " here";

/** Entities from which a chain of relations leads to others; or, from another blueprint, that a chain leads to. */
export function PathRule({ id, rule, onChange, label }: RulePartProps) {
  const { model, blueprint } = useQueryEditor();
  if (!isPath(rule.property)) return null;
  const { path, fromBlueprint } = rule.property;
  const steps = readSteps(path);
  const stops = pathStops(model, fromBlueprint ?? blueprint, steps);
  // The value names entities at the far end: where the path starts, when it starts elsewhere.
  const end = fromBlueprint ?? stops.at(-1) ?? null;
  const set = (next: PathStep[], from: string | undefined = fromBlueprint) =>
    onChange({
      ...rule,
      property: { path: writeSteps(next), ...(from !== undefined && { fromBlueprint: from }) },
    });
  const titleOf = (identifier: string) => model.blueprints.get(identifier)?.definition.title ?? identifier;
  return (
    <div className="grid min-w-0 gap-1.5">
      <Select
        label={`${label}: where the path starts`}
        options={[
          { value: HERE, label: `from ${blueprint ? titleOf(blueprint) : "the entity"}, following` },
          ...[...model.blueprints.keys()].map((one) => ({
            value: one,
            label: `from ${titleOf(one)}, following`,
          })),
        ]}
        value={fromBlueprint ?? HERE}
        onValueChange={(next) => {
          const { value: _value, ...rest } = rule;
          onChange({
            ...rest,
            value: [],
            property: { path: [], ...(next !== HERE && { fromBlueprint: next }) },
          });
        }}
      />
      <ol className="grid gap-1.5">
        {steps.map((step, index) => (
          <Step
            // Steps have no identity of their own: all controls are controlled, so the position serves as key.
            key={index}
            step={step}
            from={stops[index] ?? null}
            label={`${label}, step ${index + 1}`}
            onChange={(next) => set(steps.map((one, at) => (at === index ? next : one)))}
            onRemove={() => set(steps.filter((_, at) => at !== index))}
          />
        ))}
      </ol>
      <Button size="sm" className="w-fit" onClick={() => set([...steps, {}])}>
        <Plus aria-hidden /> Follow a relation
      </Button>
      {steps.length > 0 && end !== null && (
        <div className="grid gap-1">
          <span className="text-muted-foreground text-xs">
            {fromBlueprint ? "starting from any of these" : "to any of these"} ({titleOf(end)})
          </span>
          <ValueSource
            id={`${id}-value`}
            operand="many"
            value={rule.value}
            onChange={(value) => onChange({ ...rule, value: value ?? [] })}
            label={`${label}: entities`}
          >
            <EntitiesValue
              id={`${id}-value`}
              blueprint={end}
              definition={{ type: "string", format: "entity", blueprint: end }}
              operand="many"
              value={rule.value}
              onChange={(value) => onChange({ ...rule, value })}
              label={`${label}: entities`}
            />
          </ValueSource>
        </div>
      )}
      {steps.length > 0 && steps.every(({ relation }) => relation) && end === null && (
        <ValueEditor
          id={`${id}-value`}
          definition={{ type: "string" }}
          operand="many"
          value={rule.value}
          onChange={(value) => onChange({ ...rule, value })}
          label={`${label}: identifiers of entities`}
        />
      )}
    </div>
  );
}

interface StepProps {
  step: PathStep;
  /** The blueprint it starts from; null when that cannot be told. */
  from: string | null;
  label: string;
  onChange: (step: PathStep) => void;
  onRemove: () => void;
}

function Step({ step, from, label, onChange, onRemove }: StepProps) {
  const { model } = useQueryEditor();
  const all = from === null ? [...model.blueprints.values()] : [model.blueprints.get(from)];
  const relations = new Map(all.flatMap((one) => Object.entries(one?.definition.relations ?? {})));
  const hops = step.maxHops ?? 1;
  const setHops = (next: number) => {
    const { maxHops: _maxHops, ...rest } = step;
    onChange(next > 1 ? { ...rest, maxHops: Math.min(next, MAX_HOPS) } : rest);
  };
  return (
    <li className="flex min-w-0 flex-wrap items-center gap-1.5">
      <Select
        label={`${label}: relation`}
        className="w-auto min-w-32 flex-1"
        options={[
          ...[...relations].map(([key, relation]) => ({
            value: key,
            label: `${labelOf(key, relation)} → ${model.blueprints.get(relation.target)?.definition.title ?? relation.target}`,
          })),
          ...(step.relation !== undefined && !relations.has(step.relation)
            ? [{ value: step.relation, label: step.relation }]
            : []),
        ]}
        placeholder="Choose a relation…"
        value={step.relation ?? null}
        onValueChange={(next) => onChange({ ...step, relation: next })}
      />
      <span className="text-muted-foreground flex items-center gap-1.5 text-xs">
        up to
        <Input
          type="number"
          min={1}
          max={MAX_HOPS}
          aria-label={`${label}: most hops`}
          className="tabular w-16"
          value={hops}
          onChange={(event) => setHops(Number(event.target.value) || 1)}
        />
        {hops === 1 ? "hop" : "hops"}
      </span>
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Remove ${label.toLowerCase()}`}
        onClick={onRemove}
        className="text-muted-foreground"
      >
        <X aria-hidden />
      </Button>
    </li>
  );
}
