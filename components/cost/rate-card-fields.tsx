"use client";

import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { lineOf } from "./card-draft";
import type { CardDraft } from "./card-draft";
import { RateLineFields } from "./rate-line-fields";

export interface CardInput {
  key: string;
  title: string;
  /** What can be chosen, where it has choices. */
  choices: string[];
}

interface RateCardFieldsProps {
  card: CardDraft;
  onChange: (card: CardDraft) => void;
  /** The fault at a place in the card. */
  errorAt: (path: readonly (string | number)[]) => string | undefined;
  /** The inputs that there are; without them their keys are typed. */
  inputs?: readonly CardInput[];
}

/** A rate card without code: a base price, prices by what is chosen, prices of a quantity, and a factor by environment. */
export function RateCardFields({ card, onChange, errorAt, inputs }: RateCardFieldsProps) {
  const setLine = (n: number, line: CardDraft["lines"][number]) =>
    onChange({ ...card, lines: card.lines.with(n, line) });
  const setFactor = (n: number, entry: CardDraft["environmentFactors"][number]) =>
    onChange({ ...card, environmentFactors: card.environmentFactors.with(n, entry) });
  return (
    <div className="grid gap-5">
      <Field label="Currency" required error={errorAt(["currency"])} className="max-w-32">
        <Input
          mono
          value={card.currency}
          placeholder="EUR"
          onChange={(event) => onChange({ ...card, currency: event.target.value.toUpperCase() })}
        />
      </Field>
      <Fieldset legend="Prices a month" description="They are added up.">
        <div className="grid gap-3">
          {errorAt(["lines"]) && card.lines.length === 0 && (
            <p className="text-danger text-xs">{errorAt(["lines"])}</p>
          )}
          {card.lines.map((line, n) => (
            <RateLineFields
              key={n}
              number={n + 1}
              line={line}
              inputs={inputs}
              errorAt={(path) => errorAt(["lines", n, ...path])}
              onChange={(next) => setLine(n, next)}
              onRemove={() => onChange({ ...card, lines: card.lines.toSpliced(n, 1) })}
            />
          ))}
          <div>
            <Button size="sm" onClick={() => onChange({ ...card, lines: [...card.lines, lineOf("choice")] })}>
              <Plus aria-hidden /> Add price
            </Button>
          </div>
        </div>
      </Fieldset>
      <Fieldset
        legend="By environment"
        description="The sum is multiplied. Environments that are not named have 1."
      >
        <div className="grid gap-3">
          {card.environmentFactors.map((entry, n) => (
            <div key={n} className="grid grid-cols-[minmax(0,1fr)_6rem_auto] items-start gap-2">
              <Field label="Environment" error={errorAt(["environmentFactors", n, "environment"])}>
                <Input
                  value={entry.environment}
                  placeholder="production"
                  onChange={(event) => setFactor(n, { ...entry, environment: event.target.value })}
                />
              </Field>
              <Field label="Factor" error={errorAt(["environmentFactors", n, "factor"])}>
                <Input
                  inputMode="decimal"
                  value={entry.factor}
                  placeholder="2"
                  onChange={(event) => setFactor(n, { ...entry, factor: event.target.value })}
                />
              </Field>
              <Button
                size="sm"
                variant="ghost"
                className="mt-6"
                aria-label={`Remove the factor of ${entry.environment || "this environment"}`}
                onClick={() =>
                  onChange({ ...card, environmentFactors: card.environmentFactors.toSpliced(n, 1) })
                }
              >
                Remove
              </Button>
            </div>
          ))}
          <div>
            <Button
              size="sm"
              onClick={() =>
                onChange({
                  ...card,
                  environmentFactors: [...card.environmentFactors, { environment: "", factor: "" }],
                })
              }
            >
              <Plus aria-hidden /> Add factor
            </Button>
          </div>
        </div>
      </Fieldset>
      <Field
        label="Not covered"
        error={errorAt(["notCovered"])}
        description="One a line. Said with every figure: traffic, licences, what depends on use."
      >
        <Textarea
          rows={2}
          value={card.notCovered.join("\n")}
          onChange={(event) =>
            onChange({ ...card, notCovered: event.target.value === "" ? [] : event.target.value.split("\n") })
          }
        />
      </Field>
    </div>
  );
}
