"use client";

import type { LintFault } from "@/components/code/lint";
import { ExpressionField } from "@/components/policy/expression-field";
import { EFFECT_WORDS } from "@/components/policy/verdict-words";
import type { readFailure } from "@/components/states/domain-error";
import { Checkbox } from "@/components/ui/checkbox";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import type { PolicyDefinition, PolicyEffect } from "@/server/policy/schema";
import { administrators } from "./policy-types";
import { ScopeFields } from "./scope-fields";
import { StageFields } from "./stage-fields";

interface PolicyFormProps {
  definition: PolicyDefinition;
  onChange: (part: Partial<PolicyDefinition>) => void;
  /** Null where it is chosen already. */
  identifier: { value: string; onChange: (value: string) => void } | null;
  faults: { expression: LintFault[]; message: LintFault[] };
  issues: ReturnType<typeof readFailure>["issues"];
  /** Names of the inputs of the example run. */
  inputs: readonly string[];
}

// By the words, and not by the schema, whose code has no place in the page.
const EFFECTS = (Object.keys(EFFECT_WORDS) as PolicyEffect[]).map((value) => ({
  value,
  label: EFFECT_WORDS[value].label,
  description: EFFECT_WORDS[value].detail,
}));

/** The parts of a policy. */
export function PolicyForm({ definition, onChange, identifier, faults, issues, inputs }: PolicyFormProps) {
  const issueAt = (...path: string[]) =>
    issues.find((issue) => path.every((part, index) => issue.path[index] === part))?.message;
  const setEffect = (effect: PolicyEffect) =>
    onChange({
      effect,
      requires: effect === "require_approval" ? (definition.requires ?? administrators()) : null,
      override: effect === "deny" ? definition.override : null,
    });
  return (
    <div className="grid min-w-0 gap-5">
      <SectionCard title="What it is">
        <div className="grid gap-4">
          <Field label="Title" required error={issueAt("title")}>
            <Input
              value={definition.title}
              maxLength={100}
              onChange={(event) => onChange({ title: event.target.value })}
            />
          </Field>
          {identifier && (
            <Field
              label="Identifier"
              required
              error={issueAt("identifier")}
              description="Lowercase letters, digits and dashes. It cannot be changed later."
            >
              <Input
                mono
                value={identifier.value}
                onChange={(event) => identifier.onChange(event.target.value)}
              />
            </Field>
          )}
          <Field label="Description" error={issueAt("description")}>
            <Textarea
              rows={2}
              value={definition.description}
              onChange={(event) => onChange({ description: event.target.value })}
            />
          </Field>
        </div>
      </SectionCard>
      <SectionCard title="Rule" description="An expression in CEL that is true when a run passes.">
        <div className="grid gap-4">
          <Field
            label="Passes when"
            required
            error={faults.expression.length ? undefined : issueAt("expression")}
            description="Names come up while you type; Ctrl+Space shows them all."
          >
            <ExpressionField
              value={definition.expression}
              onChange={(expression) => onChange({ expression })}
              faults={faults.expression}
              inputs={inputs}
            />
          </Field>
          <Field
            label="Message when it does not pass"
            required
            error={faults.message.length ? undefined : issueAt("message")}
            description={'CEL that gives a text: "Choose a smaller size than " + inputs.size'}
          >
            <ExpressionField
              value={definition.message}
              onChange={(message) => onChange({ message })}
              faults={faults.message}
              inputs={inputs}
              rows={3}
            />
          </Field>
        </div>
      </SectionCard>
      <SectionCard title="Effect">
        <div className="grid gap-5">
          <Field label="When a run does not pass, the policy" required error={issueAt("effect")}>
            <RadioGroup<PolicyEffect> value={definition.effect} onValueChange={setEffect} options={EFFECTS} />
          </Field>
          {definition.effect === "require_approval" && (
            <StageFields
              legend="Who has to approve"
              value={definition.requires ?? administrators()}
              onChange={(requires) => onChange({ requires })}
              error={issueAt("requires")}
            />
          )}
          {definition.effect === "deny" && (
            <>
              <Field
                label="People may override it"
                orientation="inline"
                required
                description="A denied run can be requested again with a reason, and then needs their approval."
              >
                <Checkbox
                  checked={definition.override !== null}
                  onCheckedChange={(on) => onChange({ override: on ? administrators() : null })}
                />
              </Field>
              {definition.override && (
                <StageFields
                  legend="Who approves an override"
                  value={definition.override}
                  onChange={(override) => onChange({ override })}
                  error={issueAt("override")}
                />
              )}
            </>
          )}
        </div>
      </SectionCard>
      <SectionCard title="Which runs" description="All that fit every part which is filled in.">
        <ScopeFields value={definition.scope} onChange={(scope) => onChange({ scope })} />
      </SectionCard>
    </div>
  );
}
