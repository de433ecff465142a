"use client";

import { CircleAlert, WandSparkles } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { useTextControl } from "@/components/ui/field-context";
import { inputClasses } from "@/components/ui/input";
import type { LintFault, LintLanguage, ValueIssue } from "./lint";

export interface CodeFieldProps {
  value: string;
  onChange: (value: string) => void;
  onBlur?: (() => void) | undefined;
  /** Without it, text of a kind that is not checked. */
  language?: LintLanguage | undefined;
  /** Faults of the value beyond its syntax, shown at their lines. */
  issues?: readonly ValueIssue[] | undefined;
  /** Faults of a text that is checked elsewhere, such as on the server. */
  found?: readonly LintFault[] | undefined;
  placeholder?: string | undefined;
  id?: string | undefined;
  /** Accessible name where no Field gives one. */
  label?: string | undefined;
  rows?: number;
}

/** Milliseconds without a key before the text is checked. */
const SETTLE_MS = 400;
const NO_FAULTS: readonly LintFault[] = [];

/**
 * A text of a machine within a form: line numbers, faults underlined where they are and listed below, and even indentation
 * on demand. It is a plain text area, so that it can be typed into at once, on phones and by screen readers; what checks
 * it is loaded when something was typed. Tab leaves it.
 */
export function CodeField({
  value,
  onChange,
  onBlur,
  language,
  issues,
  found,
  placeholder,
  id,
  label,
  rows = 5,
}: CodeFieldProps) {
  const control = useTextControl({ id });
  const area = useRef<HTMLTextAreaElement>(null);
  const layers = useRef<HTMLDivElement>(null);
  const { faults: linted, format } = useLint(value, language, issues);
  const faults = found ?? linted;
  const lines = value.split("\n");
  const faulty = new Set(faults.map((fault) => fault.line));
  const faultsId = `${control.id ?? label ?? "code"}-faults`;
  const goTo = (line: number | undefined) => {
    const target = area.current;
    if (!target || line === undefined) return;
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    target.focus();
    target.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  };
  const closed = control.disabled === true || control.readOnly === true;
  return (
    <div className="grid gap-1.5">
      <div className="relative min-w-0">
        <div
          ref={layers}
          aria-hidden
          className="pointer-events-none absolute inset-0 overflow-hidden rounded-md"
        >
          <div className="grid w-max min-w-full grid-cols-[2.25rem_1fr] py-1.5 font-mono text-base leading-5 whitespace-pre sm:text-xs">
            {lines.map((line, index) => (
              <span key={index} className="contents">
                <span
                  className={cn(
                    "text-muted-foreground tabular pr-2 text-right text-xs leading-5 select-none",
                    faulty.has(index + 1) && "text-danger font-semibold",
                  )}
                >
                  {index + 1}
                </span>
                <span
                  className={cn(
                    "pr-2.5 pl-2 text-transparent",
                    faulty.has(index + 1) && "decoration-danger underline decoration-wavy underline-offset-2",
                  )}
                >
                  {line || " "}
                </span>
              </span>
            ))}
          </div>
        </div>
        <textarea
          {...control}
          ref={area}
          aria-label={label}
          aria-describedby={[control["aria-describedby"], faults.length > 0 && faultsId]
            .filter(Boolean)
            .join(" ")}
          aria-invalid={control["aria-invalid"] ?? (faults.length > 0 || undefined)}
          rows={rows}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          autoCorrect="off"
          wrap="off"
          placeholder={placeholder}
          value={value}
          onBlur={onBlur}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={keepIndentation}
          onScroll={(event) => {
            layers.current?.scrollTo(event.currentTarget.scrollLeft, event.currentTarget.scrollTop);
          }}
          className={cn(
            inputClasses,
            "relative field-sizing-content max-h-120 min-h-16 resize-y bg-transparent py-1.5 pr-2.5 pl-[2.75rem] font-mono text-base leading-5 whitespace-pre sm:text-xs",
          )}
        />
        {language && !closed && value.trim() !== "" && (
          <Button
            variant="ghost"
            size="sm"
            className="bg-card text-muted-foreground absolute top-1 right-1"
            disabled={faults.length > 0 && !issues?.length}
            onClick={() => {
              void format().then((next) => {
                if (next !== null && next !== value) onChange(next);
              });
            }}
          >
            <WandSparkles aria-hidden /> Format
          </Button>
        )}
      </div>
      {(language || found) && !closed && (
        <ul id={faultsId} role="status" className="text-danger grid min-w-0 gap-0.5 text-xs empty:hidden">
          {faults.map((fault, index) => (
            <li key={index} className="flex items-start gap-1.5">
              <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
              {fault.line === undefined ? (
                <span className="min-w-0 break-words">{fault.message}</span>
              ) : (
                <button
                  type="button"
                  onClick={() => goTo(fault.line)}
                  className="min-w-0 rounded-xs text-left break-words hover:underline"
                >
                  <span className="tabular font-medium">Line {fault.line}:</span> {fault.message}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const loadLint = () => import("./lint");

/** What is wrong with the text, a moment after it was typed, and a way to tidy it. */
function useLint(
  value: string,
  language: LintLanguage | undefined,
  issues: readonly ValueIssue[] | undefined,
): { faults: readonly LintFault[]; format: () => Promise<string | null> } {
  const [found, setFound] = useState<{ text: string; faults: readonly LintFault[] }>({
    text: "",
    faults: NO_FAULTS,
  });
  useEffect(() => {
    if (!language || value.trim() === "") return;
    let stale = false;
    const timer = setTimeout(() => {
      void loadLint().then(({ lint, located }) => {
        if (stale) return;
        const syntax = lint(value, language);
        setFound({ text: value, faults: syntax.length > 0 ? syntax : located(value, issues ?? []) });
      });
    }, SETTLE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [value, language, issues]);
  return {
    faults: value.trim() === "" ? NO_FAULTS : found.faults,
    format: async () => (language ? (await loadLint()).format(value, language) : null),
  };
}

/** A new line begins below the one before. */
function keepIndentation(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (
    event.key !== "Enter" ||
    event.shiftKey ||
    event.ctrlKey ||
    event.metaKey ||
    event.nativeEvent.isComposing
  )
    return;
  const { value, selectionStart, readOnly } = event.currentTarget;
  const line = value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart);
  const indent = /^[ \t]+/.exec(line)?.[0];
  if (!indent || readOnly) return;
  event.preventDefault();
  // The one way to insert text that undo takes back.
  document.execCommand("insertText", false, `\n${indent}`);
}
