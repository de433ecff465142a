"use client";

import { useRef } from "react";
import { cn } from "@/components/ui/cn";
import { CircleAlert } from "lucide-react";

export interface EditorIssue {
  path: (string | number)[];
  message: string;
  /** From 1; undefined where it cannot be told. */
  line: number | undefined;
}

export interface JsonEditorProps {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  issues: readonly EditorIssue[];
  /** What the faults mean for what was typed; that nothing was saved, unless said otherwise. */
  note?: string | null;
  /** What the text is. */
  what?: string;
}

/**
 * Text of a definition with line numbers, and a list of faults that lead to their lines. Tab leaves the editor, as it
 * does everywhere: indentation is tidied on save.
 */
export function JsonEditor({
  id,
  label,
  value,
  onChange,
  issues,
  note = "Nothing was saved.",
  what = "this definition",
}: JsonEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const lines = value.split("\n");
  const faulty = new Set(issues.map((issue) => issue.line));
  const goTo = (line: number | undefined) => {
    const target = area.current;
    if (!target || line === undefined) return;
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    target.focus();
    target.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    target.scrollTop = Math.max(0, (line - 6) * LINE_HEIGHT);
  };
  return (
    <div className="grid gap-3">
      {issues.length > 0 && (
        <div
          role="alert"
          className="border-danger-border bg-danger-subtle text-danger rounded-md border px-3 py-2 text-sm"
        >
          <p className="flex items-center gap-1.5 font-medium">
            <CircleAlert aria-hidden className="size-4" />{" "}
            {issues.length === 1 ? "One fault" : `${issues.length} faults`} in {what}.
            {note !== null && ` ${note}`}
          </p>
          <ul id={`${id}-issues`} className="mt-1 grid gap-0.5">
            {issues.map((issue, index) => (
              <li key={index} className="min-w-0">
                <button
                  type="button"
                  onClick={() => goTo(issue.line)}
                  className="rounded-xs text-left [overflow-wrap:anywhere] hover:underline"
                >
                  {issue.line !== undefined && (
                    <span className="tabular font-medium">Line {issue.line}: </span>
                  )}
                  {issue.path.length > 0 && (
                    <span className="font-mono text-xs">{issue.path.join(".")} </span>
                  )}
                  {issue.message}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div
        className={cn(
          "bg-card focus-within:outline-ring grid grid-cols-[auto_minmax(0,1fr)] overflow-hidden rounded-lg border focus-within:outline-2",
          issues.length > 0 && "border-danger",
        )}
      >
        <div
          ref={gutter}
          aria-hidden
          className="bg-muted text-muted-foreground tabular h-[60dvh] min-h-80 overflow-hidden border-r py-3 text-right font-mono text-xs leading-5 select-none"
        >
          {lines.map((_, index) => (
            <div
              key={index}
              className={cn("px-2.5", faulty.has(index + 1) && "bg-danger-subtle text-danger font-semibold")}
            >
              {index + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={area}
          id={id}
          aria-label={label}
          aria-invalid={issues.length > 0 || undefined}
          aria-describedby={issues.length > 0 ? `${id}-issues` : undefined}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
          className="h-[60dvh] min-h-80 w-full resize-none bg-transparent p-3 font-mono text-xs leading-5 whitespace-pre outline-none focus-visible:outline-none"
        />
      </div>
    </div>
  );
}

/** Pixels of a line, as `leading-5` sets it. */
const LINE_HEIGHT = 20;
