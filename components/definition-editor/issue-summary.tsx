"use client";

import { CircleAlert } from "lucide-react";
import { useDefinitionEditor } from "./context";

/** More than this nobody reads at once. */
const SHOWN = 8;

/** What has to be mended before the definition can be saved; each line leads to its control. */
export function IssueSummary() {
  const { issues, goToIssue } = useDefinitionEditor();
  if (issues.length === 0) return null;
  return (
    <div
      role="group"
      aria-label="Faults"
      className="border-danger-border bg-danger-subtle text-danger rounded-md border px-3 py-2 text-sm"
    >
      <p role="status" className="flex items-center gap-1.5 font-medium">
        <CircleAlert aria-hidden className="size-4" />
        {issues.length === 1 ? "One thing" : `${issues.length} things`} to mend before it can be saved
      </p>
      <ul className="mt-1 grid gap-0.5">
        {issues.slice(0, SHOWN).map((issue, index) => (
          <li key={index} className="min-w-0">
            <button
              type="button"
              onClick={() => goToIssue(issue.path)}
              className="min-h-6 rounded-xs text-left [overflow-wrap:anywhere] hover:underline"
            >
              {issue.path.length > 0 && <span className="font-mono text-xs">{issue.path.join(".")} </span>}
              {issue.message}
            </button>
          </li>
        ))}
        {issues.length > SHOWN && <li>and {issues.length - SHOWN} more</li>}
      </ul>
    </div>
  );
}
