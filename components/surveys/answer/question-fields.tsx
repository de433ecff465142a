"use client";

import { useId } from "react";
import { CircleAlert } from "lucide-react";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { Textarea } from "@/components/ui/textarea";
import { AGREEMENT } from "@/server/surveys/core/results";
import type { Answers, Question } from "@/server/surveys/schema";

type Value = Answers[string] | undefined;

interface QuestionFieldsProps {
  question: Question;
  value: Value;
  onChange: (value: Value) => void;
  error?: string | undefined;
}

/** One question with what can be answered to it, large enough for a thumb. */
export function QuestionFields({ question, value, onChange, error }: QuestionFieldsProps) {
  const id = useId();
  const described = [question.help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <fieldset
      className="bg-card grid min-w-0 gap-3 rounded-lg border p-4 sm:p-5"
      data-question={question.id}
      aria-describedby={described || undefined}
    >
      <legend className="sr-only">{question.title}</legend>
      <div>
        <p
          id={`${id}-title`}
          aria-hidden={question.type !== "comment"}
          className="text-base font-medium text-pretty"
        >
          {question.title}
          {!question.required && (
            <span className="text-muted-foreground ml-1 text-xs font-normal">Optional</span>
          )}
        </p>
        {question.help && (
          <p id={`${id}-help`} className="text-muted-foreground mt-0.5 text-xs">
            {question.help}
          </p>
        )}
      </div>
      <Control question={question} value={value} onChange={onChange} labelledBy={`${id}-title`} />
      {error && (
        <p id={`${id}-error`} role="alert" className="text-danger flex items-start gap-1.5 text-xs">
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          {error}
        </p>
      )}
    </fieldset>
  );
}

function Control({
  question,
  value,
  onChange,
  labelledBy,
}: Omit<QuestionFieldsProps, "error"> & { labelledBy: string }) {
  switch (question.type) {
    case "score":
      return (
        <div className="grid grid-cols-6 gap-1.5 sm:grid-cols-11">
          {Array.from({ length: 11 }, (_, n) => (
            <Tile key={n} question={question} chosen={value === n} onChoose={() => onChange(n)}>
              {n}
            </Tile>
          ))}
        </div>
      );
    case "agreement":
      return (
        <div className="grid gap-1.5 sm:grid-cols-6">
          {AGREEMENT.map((label, n) => (
            <Tile key={label} question={question} chosen={value === n + 1} onChoose={() => onChange(n + 1)}>
              {label}
            </Tile>
          ))}
          <Tile question={question} chosen={value === "na"} onChoose={() => onChange("na")} quiet>
            Does not apply
          </Tile>
        </div>
      );
    case "single":
      return (
        <div className="grid gap-1.5">
          {question.options.map((option) => (
            <Tile
              key={option.id}
              question={question}
              chosen={value === option.id}
              onChoose={() => onChange(option.id)}
              wide
            >
              {option.title}
            </Tile>
          ))}
        </div>
      );
    case "multiple": {
      const chosen = Array.isArray(value) ? value : [];
      return (
        <div className="grid gap-1.5">
          {question.options.map((option) => (
            <label
              key={option.id}
              className="hover:border-border-strong has-checked:border-primary has-checked:bg-primary-subtle/40 flex min-h-11 cursor-pointer items-center gap-3 rounded-md border px-3"
            >
              <Checkbox
                checked={chosen.includes(option.id)}
                onCheckedChange={(checked) =>
                  onChange(checked ? [...chosen, option.id] : chosen.filter((one) => one !== option.id))
                }
              />
              {option.title}
            </label>
          ))}
        </div>
      );
    }
    case "comment":
      return (
        <Textarea
          aria-labelledby={labelledBy}
          rows={4}
          maxLength={2000}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}

function Tile({
  question,
  chosen,
  onChoose,
  quiet = false,
  wide = false,
  children,
}: {
  question: Question;
  chosen: boolean;
  onChoose: () => void;
  quiet?: boolean;
  wide?: boolean;
  children: React.ReactNode;
}) {
  const group = useId();
  return (
    <label
      className={cn(
        "hover:border-border-strong relative flex min-h-11 cursor-pointer items-center rounded-md border px-2 text-sm transition-colors",
        wide ? "px-3 text-left" : "justify-center text-center",
        chosen && "border-primary bg-primary-subtle text-primary-text font-medium",
        quiet && !chosen && "text-muted-foreground border-dashed",
      )}
    >
      <input
        type="radio"
        name={`${question.id}`}
        id={group}
        checked={chosen}
        onChange={onChoose}
        className="absolute inset-0 cursor-pointer appearance-none rounded-md"
      />
      <span className="tabular pointer-events-none">{children}</span>
    </label>
  );
}
