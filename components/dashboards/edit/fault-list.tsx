"use client";

import { CircleAlert } from "lucide-react";
import type { BoardFault } from "./faults";

/** What has to be mended before the page can be saved; each line leads to its widget. */
export function FaultList({
  faults,
  onOpen,
}: {
  faults: readonly BoardFault[];
  onOpen: (id: string) => void;
}) {
  if (faults.length === 0) return null;
  return (
    <div
      role="alert"
      className="border-danger-border bg-danger-subtle text-danger rounded-md border px-3 py-2 text-sm"
    >
      <p className="flex items-center gap-1.5 font-medium">
        <CircleAlert aria-hidden className="size-4" />
        {faults.length === 1 ? "One thing" : `${faults.length} things`} to mend before it can be saved
      </p>
      <ul className="mt-1 grid gap-0.5">
        {faults.map(({ id, label, path, message }, at) => (
          <li key={at}>
            {id === null ? (
              <span>
                {label}: {message}
              </span>
            ) : (
              <button
                type="button"
                className="min-h-6 rounded-xs text-left hover:underline"
                onClick={() => onOpen(id)}
              >
                {label} <span className="font-mono text-xs">{path.join(".")}</span> {message}
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
