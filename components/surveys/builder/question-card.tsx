"use client";

import { ArrowDown, ArrowUp, GripVertical, Trash2 } from "lucide-react";
import type { DragEvent } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { QUESTION_TYPES } from "@/server/surveys/core/words";
import type { QuestionType } from "@/server/surveys/schema";
import type { QuestionDraft } from "./draft";

interface QuestionCardProps {
  question: QuestionDraft;
  index: number;
  count: number;
  onChange: (question: QuestionDraft) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
  carry: Carry;
  issueAt: (field: string) => string | undefined;
}

/** Carrying questions by the pointer, from its grip to the place of another. */
export interface Carry {
  /** This one is carried. */
  carried: boolean;
  /** This is where it would go. */
  over: boolean;
  onBegin: () => void;
  onOver: (event: DragEvent) => void;
  onDrop: (event: DragEvent) => void;
  onEnd: () => void;
}

const TYPE_OPTIONS = Object.entries(QUESTION_TYPES).map(([value, label]) => ({
  value: value as QuestionType,
  label,
}));

/** One question as it is edited. Alt with an arrow moves it, as its buttons do, and its grip carries it. */
export function QuestionCard({
  question,
  index,
  count,
  onChange,
  onMove,
  onRemove,
  carry,
  issueAt,
}: QuestionCardProps) {
  const set = (over: Partial<QuestionDraft>) => onChange({ ...question, ...over });
  const name = question.title.trim() || `question ${index + 1}`;
  const isRated = question.type === "score" || question.type === "agreement";
  return (
    <li
      data-question={question.id}
      className={cn(
        "bg-card grid gap-4 rounded-lg border p-4",
        carry.over && !carry.carried && "ring-primary ring-2",
        carry.carried && "opacity-50",
      )}
      onDragOver={carry.onOver}
      onDrop={carry.onDrop}
      onKeyDown={(event) => {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (step === undefined || !event.altKey) return;
        event.preventDefault();
        onMove(index + step);
      }}
    >
      <div className="flex items-center justify-between gap-2">
        <span className="text-muted-foreground tabular flex items-center gap-2 text-xs">
          {count > 1 && (
            <span
              draggable
              data-grip
              title="Drag to another place"
              className="cursor-grab"
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = "move";
                event.dataTransfer.setData("text/plain", question.id);
                const card = event.currentTarget.closest("li");
                if (card) event.dataTransfer.setDragImage(card, 16, 16);
                carry.onBegin();
              }}
              onDragEnd={carry.onEnd}
            >
              <GripVertical aria-hidden className="size-4" />
            </span>
          )}
          {index + 1} of {count}
        </span>
        <span className="flex gap-1">
          <Button
            size="icon-sm"
            variant="ghost"
            aria-label={`Move ${name} up`}
            aria-disabled={index === 0}
            onClick={() => onMove(index - 1)}
          >
            <ArrowUp aria-hidden />
          </Button>
          <Button
            size="icon-sm"
            variant="ghost"
            aria-label={`Move ${name} down`}
            aria-disabled={index === count - 1}
            onClick={() => onMove(index + 1)}
          >
            <ArrowDown aria-hidden />
          </Button>
          <Button size="icon-sm" variant="ghost" aria-label={`Remove ${name}`} onClick={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        </span>
      </div>
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_14rem]">
        <Field label="Question" required error={issueAt("title") ?? issueAt("id")}>
          <Textarea
            rows={2}
            value={question.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        </Field>
        <Field label="Answered by" required>
          <Select value={question.type} onValueChange={(type) => set({ type })} options={TYPE_OPTIONS} />
        </Field>
      </div>
      {(question.type === "single" || question.type === "multiple") && (
        <Field label="Choices" required description="One a line." error={issueAt("options")}>
          <Textarea
            rows={4}
            value={question.options}
            onChange={(event) => set({ options: event.target.value })}
          />
        </Field>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Hint" error={issueAt("help")}>
          <Input value={question.help} onChange={(event) => set({ help: event.target.value })} />
        </Field>
        {isRated && (
          <Field label="Driver" description="What it is about, such as “Reviews”." error={issueAt("driver")}>
            <Input value={question.driver} onChange={(event) => set({ driver: event.target.value })} />
          </Field>
        )}
      </div>
      <div className="grid gap-2">
        <Field label="Has to be answered" orientation="inline">
          <Checkbox checked={question.required} onCheckedChange={(required) => set({ required })} />
        </Field>
        {isRated && (
          <Field
            orientation="inline"
            label={
              question.type === "score"
                ? "Is the platform net promoter score"
                : "Counts for the developer experience score"
            }
            error={issueAt("measure")}
          >
            <Checkbox checked={question.feeds} onCheckedChange={(feeds) => set({ feeds })} />
          </Field>
        )}
      </div>
    </li>
  );
}
