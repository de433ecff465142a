"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { CodeBlock } from "@/components/code/code-block";
import { PropertyCell } from "@/components/properties/property-cell";
import { isSecret, labelOf } from "@/components/properties/kind";
import { Button } from "@/components/ui/button";
import { DescriptionList, EmptyValue } from "@/components/ui/description-list";
import type { InputDefinition } from "@/server/actions/core/definition/user-inputs";
import type { FormState } from "@/server/actions/core/form/state";
import { presentDefinition, sentValues, withoutSecrets } from "./form-values";
import { keysOf } from "./form-parts";
import type { FormPart } from "./form-parts";
import { useLateForm } from "./use-action-fields";
import type { ActionFieldsModel } from "./use-action-fields";

/** What stands where a secret is. */
export const MASK = "••••••••";

interface ReviewProps {
  model: ActionFieldsModel;
  parts: readonly FormPart[];
  /** The entity that the action works on. */
  entity: string | null;
  /** Leads to where a part is filled in; without it, the inputs are on the same page. */
  onChange?: (step: number) => void;
}

/** Everything that was filled in, and what exactly will be sent. */
export function Review({ model, parts, entity, onChange }: ReviewProps) {
  const { properties } = model.session.userInputs;
  const { state, ...filled } = useLateForm(model);
  const sent = sentValues(properties, filled, state).values;
  const masked = Object.fromEntries(
    Object.entries(sent).map(([key, value]) => [
      key,
      properties[key] && isSecret(properties[key]) && value !== null ? MASK : value,
    ]),
  );
  const payload = JSON.stringify({ properties: masked, ...(entity !== null && { entity }) }, null, 2);
  const added = Object.keys(withoutSecrets(properties, state.values)).filter(
    (key) => !Object.hasOwn(sent, key) && state.values[key] !== undefined,
  );
  return (
    <div className="grid gap-6">
      {parts.map((part) => (
        <PartSummary
          key={part.step}
          model={model}
          part={part}
          state={state}
          values={{ ...state.values, ...masked }}
          onChange={onChange}
        />
      ))}
      <section className="grid gap-2">
        <h3 className="text-base font-semibold tracking-tight">What will be sent</h3>
        <CodeBlock code={payload} title="Payload (JSON)" />
        {added.length > 0 && (
          <p className="text-muted-foreground text-xs text-pretty">
            The form itself adds{" "}
            {added.map((key) => `${key} = ${JSON.stringify(state.values[key])}`).join(", ")}, computed again
            when it is sent.
          </p>
        )}
      </section>
    </div>
  );
}

interface PartSummaryProps {
  model: ActionFieldsModel;
  part: FormPart;
  state: FormState;
  values: Readonly<Record<string, unknown>>;
  onChange: ReviewProps["onChange"];
}

function PartSummary({ model, part, state, values, onChange }: PartSummaryProps) {
  const id = useId();
  const { properties } = model.session.userInputs;
  const keys = keysOf(part).filter((key) => state.inputs[key]?.visible);
  const { step, title } = part;
  return (
    <section aria-labelledby={title === null ? undefined : id} className="grid gap-1">
      {title !== null && (
        <div className="flex items-baseline justify-between gap-3 border-b pb-1">
          <h3 id={id} className="text-base font-semibold tracking-tight">
            {title}
          </h3>
          {step !== null && onChange && (
            <Button variant="link" size="sm" onClick={() => onChange(step)} aria-label={`Change ${title}`}>
              Change
            </Button>
          )}
        </div>
      )}
      {keys.length === 0 ? (
        <p className="text-muted-foreground py-1.5">Nothing is asked for here.</p>
      ) : (
        <DescriptionList
          items={keys.map((key) => {
            const definition = presentDefinition(properties[key] as InputDefinition, state.inputs[key]);
            return {
              key,
              term: labelOf(key, definition),
              value: <ReviewValue model={model} name={key} definition={definition} value={values[key]} />,
            };
          })}
        />
      )}
    </section>
  );
}

interface ReviewValueProps {
  model: ActionFieldsModel;
  name: string;
  definition: InputDefinition;
  value: unknown;
}

/** A value as it reads; an entity by its title, where the reader may see it. */
function ReviewValue({ model, name, definition, value }: ReviewValueProps) {
  const format = definition.format ?? (definition.items as { format?: unknown } | undefined)?.format;
  const chosen = [value].flat().filter((one): one is string => typeof one === "string");
  const { data } = useQuery({
    queryKey: ["action-form", model.id, "labels", name, chosen],
    queryFn: () => model.source.picker.labels(name, chosen),
    enabled: format === "entity" && chosen.length > 0,
  });
  if (value === undefined || value === null || value === "") return <EmptyValue />;
  if (isSecret(definition)) return <span aria-label="A secret, filled in">{MASK}</span>;
  if (format === "entity")
    return <>{chosen.map((one) => data?.find((option) => option.value === one)?.label ?? one).join(", ")}</>;
  if (definition.format === "multi-line" && typeof value === "string")
    return <span className="whitespace-pre-wrap">{value}</span>;
  return <PropertyCell definition={definition} value={value} />;
}
