"use client";

import { useId, useRef, useState } from "react";
import type { KeyboardEvent, SyntheticEvent } from "react";
import { CodeField } from "@/components/code/code-field";
import type { LintFault } from "@/components/code/lint";
import { cn } from "@/components/ui/cn";
import { complete, type Completion, type Completions } from "./complete";

interface ExpressionFieldProps {
  value: string;
  onChange: (value: string) => void;
  /** Undefined while it is not known. */
  faults: readonly LintFault[] | undefined;
  /** Names that an example run has among its inputs. */
  inputs?: readonly string[];
  rows?: number;
}

const NONE: Completions = { from: 0, options: [] };

/**
 * An expression with line numbers, faults at their lines, and the names that can stand at the caret below it: arrow keys choose
 * one, Enter or Tab writes it, Escape puts the list away, Ctrl+Space brings it.
 */
export function ExpressionField({ value, onChange, faults, inputs = [], rows = 6 }: ExpressionFieldProps) {
  const [found, setFound] = useState(NONE);
  const [at, setAt] = useState(0);
  const area = useRef<HTMLTextAreaElement | null>(null);
  const listId = useId();
  const chosen = found.options[at];
  const look = (target: HTMLTextAreaElement, all = false) => {
    area.current = target;
    const next = complete(target.value, target.selectionStart, inputs);
    // Unasked, only a word that was begun is completed.
    const begun = next.from < target.selectionStart || target.value[target.selectionStart - 1] === ".";
    setFound(all || begun ? next : NONE);
    setAt(0);
  };
  const take = (option: Completion) => {
    const target = area.current;
    if (!target) return;
    target.focus();
    target.setSelectionRange(found.from, target.selectionStart);
    // The one way to insert text that undo takes back.
    document.execCommand("insertText", false, option.insert);
    setFound(NONE);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLTextAreaElement) || event.nativeEvent.isComposing) return;
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      look(event.target, true);
      return;
    }
    if (found.options.length === 0) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) setAt((at + step + found.options.length) % found.options.length);
    else if (event.key === "Escape") setFound(NONE);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && chosen) take(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onInput = (event: SyntheticEvent) => {
    if (event.target instanceof HTMLTextAreaElement) look(event.target);
  };
  return (
    <div
      className="grid gap-1.5"
      onKeyDownCapture={onKeyDown}
      onInput={onInput}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFound(NONE);
      }}
    >
      <CodeField value={value} onChange={onChange} found={faults} rows={rows} />
      <p className="sr-only" role="status">
        {chosen && `${chosen.name}, ${at + 1} of ${found.options.length}. Enter writes it.`}
      </p>
      {found.options.length > 0 && (
        <ul
          id={listId}
          aria-label="Names that fit here"
          className="bg-popover max-h-56 overflow-y-auto rounded-md border p-1 text-xs shadow-sm"
        >
          {found.options.map((option, index) => (
            <li key={option.name}>
              <button
                type="button"
                tabIndex={-1}
                // Pressed before the field loses its focus, and with it the list.
                onPointerDown={(event) => {
                  event.preventDefault();
                  take(option);
                }}
                className={cn(
                  "flex w-full min-w-0 flex-wrap items-baseline gap-x-2 rounded-sm px-2 py-1 text-left",
                  index === at && "bg-accent",
                )}
              >
                <span className="font-mono font-medium">{option.insert}</span>
                <span className="text-muted-foreground font-mono">{option.type}</span>
                <span className="text-muted-foreground min-w-0 truncate">{option.description}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
