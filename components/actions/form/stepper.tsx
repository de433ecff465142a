"use client";

import { Check, CircleAlert } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { keysOf } from "./form-parts";
import { useFormPart } from "./use-action-fields";
import type { ActionFieldsModel } from "./use-action-fields";
import { REVIEW } from "./use-steps";
import type { StepId, Steps } from "./use-steps";

/** Where one is in a form with steps. Steps that were seen can be gone to; the others come in their turn. */
export function Stepper({ model, steps }: { model: ActionFieldsModel; steps: Steps }) {
  const faulty = useFormPart(model, ({ errors, formErrors }) =>
    steps.parts
      .filter(
        (part) =>
          keysOf(part).some((key) => errors[key]) || formErrors.some((fault) => fault.step === part.step),
      )
      .map((part) => part.step)
      .join(),
  ).split(",");
  const entries: { id: StepId; title: string }[] = [
    ...steps.parts.flatMap(({ step, title }) => (step === null ? [] : [{ id: step, title: title ?? "" }])),
    { id: REVIEW, title: "Review" },
  ];
  const at = entries.findIndex(({ id }) => id === steps.current);
  return (
    <nav aria-label="Steps">
      <p className="text-muted-foreground mb-1.5 text-xs sm:hidden">
        Step {at + 1} of {entries.length}
      </p>
      <ol className="flex flex-wrap gap-x-1.5 gap-y-1">
        {entries.map(({ id, title }, index) => {
          const current = index === at;
          const error = faulty.includes(String(id));
          const reachable = !current && (steps.seen.has(id) || index < at);
          const done = !error && reachable && index < Math.max(at, furthest(entries, steps));
          const state = [
            current && "current",
            error ? "needs attention" : done ? "done" : !current && "to do",
          ]
            .filter(Boolean)
            .join(", ");
          const content = (
            <>
              <span
                aria-hidden
                className={cn(
                  "tabular flex size-5 shrink-0 items-center justify-center rounded-full border text-xs font-medium",
                  current && !error && "border-primary bg-primary text-primary-foreground",
                  error && "border-danger bg-danger-subtle text-danger",
                  done && "border-success-border bg-success-subtle text-success",
                  !current && !error && !done && "text-muted-foreground",
                )}
              >
                {error ? <CircleAlert className="size-3" /> : done ? <Check className="size-3" /> : index + 1}
              </span>
              <span className={cn("min-w-0 truncate", !current && "max-sm:sr-only")}>{title}</span>
              <span className="sr-only">, {state}</span>
            </>
          );
          const look = cn(
            "flex h-8 max-w-56 items-center gap-2 rounded-md px-2 text-sm",
            current ? "bg-muted text-foreground font-medium" : "text-muted-foreground",
          );
          return (
            <li key={id} aria-current={current ? "step" : undefined} className="min-w-0">
              {reachable ? (
                <button
                  type="button"
                  onClick={() => steps.go(id)}
                  className={cn(
                    look,
                    "hover:bg-muted hover:text-foreground cursor-pointer transition-colors",
                  )}
                >
                  {content}
                </button>
              ) : (
                <span className={look}>{content}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** Position of the last step that was seen. */
const furthest = (entries: readonly { id: StepId }[], steps: Steps): number =>
  entries.findLastIndex(({ id }) => steps.seen.has(id));
