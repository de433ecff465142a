import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

function Notice({ children }: { children: ReactNode }) {
  return (
    <div
      role="status"
      className="bg-muted flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border px-3 py-2 text-sm"
    >
      {children}
    </div>
  );
}

/** What was filled in before is back. */
export function DraftNotice({ onStartOver }: { onStartOver: () => void }) {
  return (
    <Notice>
      <span className="min-w-0 flex-1">Your draft was restored.</span>
      <Button size="sm" onClick={onStartOver}>
        Start over
      </Button>
    </Notice>
  );
}

/** What the link to this form gave and the form did not take. */
export function LeftOutNotice({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <Notice>
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        Left out of the link, because the form does not take {names.length === 1 ? "it" : "them"}:{" "}
        {names.map((name, index) => (
          <span key={name}>
            {index > 0 && ", "}
            <code className="font-mono text-xs">{name}</code>
          </span>
        ))}
        . Check what is filled in.
      </span>
    </Notice>
  );
}
