"use client";

import { Plus, X } from "lucide-react";
import { useRef, useEffect } from "react";
import { objectAt, textsAt } from "@/components/actions/builder/action-draft";
import { useActionEditor } from "@/components/actions/builder/editor-context";
import { useBound } from "@/components/definition-editor/bound-fields";
import { idOfPath } from "@/components/definition-editor/path";
import { Button } from "@/components/ui/button";
import { Fieldset } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { ConditionRowEditor, newRow } from "./condition-row";
import { readRow, writeRow } from "./condition-rows";
import { changeSubjects } from "./subjects";

const CONDITION = ["trigger", "condition"] as const;
const EXPRESSIONS = [...CONDITION, "expressions"] as const;

/** Which of the events set the automation off: all, or those of which the expressions hold. */
export function ConditionFields() {
  const { definition, blueprints, set, issuesAt } = useActionEditor();
  const { id } = useBound(EXPRESSIONS);
  const expressions = textsAt(definition, EXPRESSIONS);
  const combinator = objectAt(definition, CONDITION).combinator === "or" ? "or" : "and";
  const after = changeSubjects(definition, blueprints, "after");
  const before = changeSubjects(definition, blueprints, "before");
  const next = useRef<string | null>(null);
  useEffect(() => {
    if (!next.current) return;
    document.getElementById(next.current)?.focus();
    next.current = null;
  });
  const write = (list: string[], joint: "and" | "or" = combinator) =>
    set(CONDITION, list.length === 0 ? undefined : { type: "JQ", expressions: list, combinator: joint });
  return (
    <Fieldset
      legend={
        <span id={id} tabIndex={-1}>
          Condition
        </span>
      }
      description={
        expressions.length === 0
          ? "Without one, every such event sets it off."
          : "What has to be true of the event."
      }
    >
      {expressions.length > 1 && (
        <Select
          size="sm"
          className="w-fit"
          label="Which conditions must hold"
          options={[
            { value: "and", label: "All of these hold" },
            { value: "or", label: "Any of these holds" },
          ]}
          value={combinator}
          onValueChange={(joint) => write(expressions, joint)}
        />
      )}
      <ul className="grid min-w-0 gap-3">
        {expressions.map((expression, index) => {
          const at = [...EXPRESSIONS, index];
          const label = `Condition ${index + 1}`;
          const fault = issuesAt(at)[0]?.message;
          return (
            // Expressions have no identity of their own, so the position serves as key.
            <li key={index} className="@container grid min-w-0 gap-1 rounded-md border p-2">
              <div className="flex min-w-0 items-start gap-1.5">
                <div className="min-w-0 flex-1">
                  <ConditionRowEditor
                    id={idOfPath(at)}
                    label={label}
                    row={readRow(expression)}
                    after={after}
                    before={before}
                    onChange={(row) =>
                      write(expressions.map((other, i) => (i === index ? writeRow(row) : other)))
                    }
                  />
                </div>
                <Button
                  variant="ghost"
                  size="icon"
                  className="text-muted-foreground"
                  aria-label={`Remove ${label.toLowerCase()}`}
                  onClick={() => {
                    next.current = idOfPath(EXPRESSIONS);
                    write(expressions.filter((_, i) => i !== index));
                  }}
                >
                  <X aria-hidden />
                </Button>
              </div>
              {fault && (
                <p role="alert" className="text-danger text-xs">
                  {fault}
                </p>
              )}
            </li>
          );
        })}
      </ul>
      <Button
        size="sm"
        className="w-fit"
        onClick={() => {
          next.current = idOfPath([...EXPRESSIONS, expressions.length]);
          write([...expressions, writeRow(newRow(after, before))]);
        }}
      >
        <Plus aria-hidden /> Add condition
      </Button>
    </Fieldset>
  );
}
