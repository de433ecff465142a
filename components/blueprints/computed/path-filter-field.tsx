"use client";

import { Plus, X } from "lucide-react";
import { labelOf } from "@/components/properties/kind";
import { modelFrom } from "@/components/query/fields";
import { pathStops, readSteps, writeSteps } from "@/components/query/path-steps";
import type { PathStep } from "@/components/query/path-steps";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { MAX_HOPS } from "@/server/catalog/core/query/schema";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { useBound } from "@/components/definition-editor/bound-fields";
import { useEditor } from "../editor/editor-context";

interface PathFilter {
  path?: unknown[];
  fromBlueprint?: string;
}

type Way = "any" | "here" | "there";

/** Which related entities count: all that are related in any way, or those at the end of one exact path. */
export function PathFilterField({ path, target }: { path: DefinitionPath; target: string }) {
  const { definition, blueprints } = useEditor();
  const { id, value, set, error } = useBound(path);
  const filter = Array.isArray(value) ? ((value as PathFilter[])[0] ?? null) : null;
  const backwards = filter?.fromBlueprint !== undefined && filter.fromBlueprint !== definition.identifier;
  const way: Way = filter === null ? "any" : backwards ? "there" : "here";
  const titleOf = (identifier: string) =>
    blueprints.find((one) => one.identifier === identifier)?.title || identifier;
  const start = way === "there" ? (filter?.fromBlueprint ?? target) : definition.identifier;
  const goal = way === "there" ? definition.identifier : target;
  const steps = readSteps(filter?.path ?? []);
  const stops = pathStops(modelFrom(blueprints), start, steps);
  const write = (next: readonly PathStep[], from: Way = way) =>
    set([
      {
        path: writeSteps(next),
        fromBlueprint: from === "there" ? target : definition.identifier,
      },
    ]);
  const own = definition.title || "this blueprint";
  const here = { value: "here" as const, label: `Along a path from ${own}` };
  const there = { value: "there" as const, label: `Along a path from ${titleOf(target)}` };
  const end = stops.at(-1);
  return (
    <div className="grid gap-3">
      <Field id={id} label="Which of them count" required error={error}>
        <RadioGroup
          options={[
            {
              value: "any",
              label: "All that are related",
              description: "Directly or indirectly, in either direction.",
            },
            { ...here, description: "Only what the relations lead to, one after the other." },
            ...(target === definition.identifier
              ? []
              : [{ ...there, description: "Only those from which the relations lead here." }]),
          ]}
          value={way}
          onValueChange={(next) => (next === "any" ? set(undefined) : write([], next as Way))}
        />
      </Field>
      {way !== "any" && (
        <div className="grid gap-2 border-l-2 pl-4">
          <ol className="grid gap-2">
            {steps.map((step, index) => (
              // Steps have no identity of their own: all controls are controlled, so the position serves as key.
              <li key={index}>
                <StepRow
                  step={step}
                  from={stops[index] ?? null}
                  label={`Step ${index + 1}`}
                  onChange={(next) => write(steps.map((one, at) => (at === index ? next : one)))}
                  onRemove={() => write(steps.slice(0, index))}
                />
              </li>
            ))}
          </ol>
          <div>
            <Button size="sm" onClick={() => write([...steps, {}])} disabled={end === null}>
              <Plus aria-hidden /> Follow a relation
            </Button>
          </div>
          <p role="status" className="text-muted-foreground text-xs">
            {steps.length === 0
              ? `Start at ${titleOf(start)} and follow relations until ${titleOf(goal)}.`
              : end === goal
                ? `The path leads from ${titleOf(start)} to ${titleOf(goal)}.`
                : end
                  ? `The path has come to ${titleOf(end)}; it has to end at ${titleOf(goal)}.`
                  : "Choose a relation."}
          </p>
        </div>
      )}
    </div>
  );
}

interface StepRowProps {
  step: PathStep;
  from: string | null;
  label: string;
  onChange: (step: PathStep) => void;
  onRemove: () => void;
}

function StepRow({ step, from, label, onChange, onRemove }: StepRowProps) {
  const { blueprints } = useEditor();
  const relations = Object.entries(blueprints.find((one) => one.identifier === from)?.relations ?? {});
  const chosen = relations.find(([key]) => key === step.relation)?.[1];
  const repeats = chosen?.target === from;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        label={`${label}: relation`}
        className="w-56"
        placeholder="Choose a relation…"
        options={relations.map(([key, relation]) => ({
          value: key,
          label: labelOf(key, relation),
          description: blueprints.find((one) => one.identifier === relation.target)?.title ?? relation.target,
        }))}
        value={step.relation ?? null}
        onValueChange={(relation) => onChange({ relation })}
      />
      {repeats && (
        <label className="text-muted-foreground flex items-center gap-1.5 text-xs">
          up to
          <Input
            type="number"
            min={1}
            max={MAX_HOPS}
            required={false}
            aria-label={`${label}: at most so many times`}
            className="tabular w-16"
            value={String(step.maxHops ?? 1)}
            onChange={(event) => {
              const hops = Math.min(MAX_HOPS, Math.max(1, Math.trunc(Number(event.target.value)) || 1));
              onChange(
                hops === 1
                  ? { relation: step.relation ?? "" }
                  : { relation: step.relation ?? "", maxHops: hops },
              );
            }}
          />
          times
        </label>
      )}
      <Button
        size="icon-sm"
        variant="ghost"
        aria-label={`Remove ${label.toLowerCase()} and what follows`}
        onClick={onRemove}
      >
        <X aria-hidden />
      </Button>
    </div>
  );
}
