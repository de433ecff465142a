"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { lineOf } from "./card-draft";
import type { LineDraft } from "./card-draft";
import type { CardInput } from "./rate-card-fields";

interface RateLineFieldsProps {
  number: number;
  line: LineDraft;
  onChange: (line: LineDraft) => void;
  onRemove: () => void;
  errorAt: (path: readonly (string | number)[]) => string | undefined;
  inputs?: readonly CardInput[];
}

const TYPES = [
  { value: "base" as const, label: "Fixed price" },
  { value: "choice" as const, label: "By what is chosen" },
  { value: "quantity" as const, label: "Quantity times price" },
];

/** One price of a rate card. */
export function RateLineFields({ number, line, onChange, onRemove, errorAt, inputs }: RateLineFieldsProps) {
  const input = line.type === "base" ? "" : line.input;
  return (
    <fieldset className="grid gap-3 rounded-md border p-3">
      <legend className="sr-only">Price {number}</legend>
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-start gap-3">
        <Field label="What it is for" required error={errorAt(["label"])}>
          <Input
            value={line.label}
            placeholder="Size"
            onChange={(event) => onChange({ ...line, label: event.target.value })}
          />
        </Field>
        <Field label="Kind" required>
          <Select
            value={line.type}
            options={TYPES}
            onValueChange={(type) => onChange(lineOf(type, { label: line.label, input }))}
          />
        </Field>
        <Button
          size="icon-sm"
          variant="ghost"
          className="mt-6"
          aria-label={`Remove price ${number}`}
          onClick={onRemove}
        >
          <X aria-hidden />
        </Button>
      </div>
      {line.type === "base" && (
        <Field label="Price a month" required error={errorAt(["monthly"])} className="max-w-48">
          <Input
            inputMode="decimal"
            value={line.monthly}
            placeholder="10"
            onChange={(event) => onChange({ ...line, monthly: event.target.value })}
          />
        </Field>
      )}
      {line.type !== "base" && (
        <InputField
          line={line}
          inputs={inputs}
          error={errorAt(["input"])}
          onInput={(key, choices) =>
            onChange(
              line.type === "choice"
                ? { ...line, input: key, prices: pricesFor(choices, line.prices) }
                : { ...line, input: key },
            )
          }
        />
      )}
      {line.type === "quantity" && (
        <div className="grid grid-cols-2 gap-3">
          <Field label="Price of one a month" required error={errorAt(["unitPrice"])}>
            <Input
              inputMode="decimal"
              value={line.unitPrice}
              placeholder="0.125"
              onChange={(event) => onChange({ ...line, unitPrice: event.target.value })}
            />
          </Field>
          <Field label="Unit" error={errorAt(["unit"])}>
            <Input
              value={line.unit ?? ""}
              placeholder="GB"
              onChange={({ target: { value } }) =>
                onChange({ ...line, unit: value === "" ? undefined : value })
              }
            />
          </Field>
        </div>
      )}
      {line.type === "choice" && <Prices line={line} onChange={onChange} errorAt={errorAt} />}
    </fieldset>
  );
}

/** A row for each choice that there is, with the price that it has already. */
function pricesFor(choices: readonly string[], before: { value: string; monthly: string }[]) {
  if (choices.length === 0) return before;
  return choices.map((value) => before.find((price) => price.value === value) ?? { value, monthly: "" });
}

interface InputFieldProps {
  line: Exclude<LineDraft, { type: "base" }>;
  inputs?: readonly CardInput[];
  error: string | undefined;
  onInput: (key: string, choices: readonly string[]) => void;
}

function InputField({ line, inputs, error, onInput }: InputFieldProps) {
  const known = inputs?.map(({ key, title }) => ({ value: key, label: title })) ?? [];
  const isGone = line.input !== "" && !known.some(({ value }) => value === line.input);
  return (
    <Field label="Input" required error={error} className="max-w-72">
      {inputs ? (
        <Select
          value={line.input}
          placeholder="Choose an input"
          options={isGone ? [...known, { value: line.input, label: `${line.input} (gone)` }] : known}
          onValueChange={(key) => onInput(key, inputs.find((input) => input.key === key)?.choices ?? [])}
        />
      ) : (
        <Input
          mono
          value={line.input}
          placeholder="size"
          onChange={(event) => onInput(event.target.value, [])}
        />
      )}
    </Field>
  );
}

interface PricesProps {
  line: Extract<LineDraft, { type: "choice" }>;
  onChange: (line: LineDraft) => void;
  errorAt: (path: readonly (string | number)[]) => string | undefined;
}

function Prices({ line, onChange, errorAt }: PricesProps) {
  const set = (n: number, price: { value: string; monthly: string }) =>
    onChange({ ...line, prices: line.prices.with(n, price) });
  return (
    <div className="grid gap-2">
      {line.prices.map((price, n) => (
        <div key={n} className="grid grid-cols-[minmax(0,1fr)_8rem_auto] items-start gap-2">
          <Field label="Value" error={errorAt(["prices", n, "value"])}>
            <Input
              value={price.value}
              placeholder="large"
              onChange={(event) => set(n, { ...price, value: event.target.value })}
            />
          </Field>
          <Field label="Price a month" error={errorAt(["prices", n, "monthly"])}>
            <Input
              inputMode="decimal"
              value={price.monthly}
              placeholder="80"
              onChange={(event) => set(n, { ...price, monthly: event.target.value })}
            />
          </Field>
          <Button
            size="icon-sm"
            variant="ghost"
            className="mt-6"
            aria-label={`Remove the price of ${price.value || "this value"}`}
            onClick={() => onChange({ ...line, prices: line.prices.toSpliced(n, 1) })}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      <div>
        <Button
          size="sm"
          variant="ghost"
          onClick={() => onChange({ ...line, prices: [...line.prices, { value: "", monthly: "" }] })}
        >
          <Plus aria-hidden /> Add value
        </Button>
      </div>
    </div>
  );
}
