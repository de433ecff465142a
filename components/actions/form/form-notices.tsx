import Link from "next/link";
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

/** Why nothing was sent. */
export function Warning({ children }: { children: ReactNode }) {
  return (
    <p
      role="alert"
      className="border-warning-border bg-warning-subtle text-warning rounded-md border px-3 py-2 text-sm text-pretty"
    >
      {children}
    </p>
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

/** What a person whose session ended can do without losing what is filled in. */
export function SignedOutWords() {
  return (
    <>
      Your session has ended. What you filled in stays here:{" "}
      <a href="/sign-in" target="_blank" rel="noreferrer" className="underline underline-offset-2">
        sign in in a new tab
      </a>
      , then try again.
    </>
  );
}

/** An earlier try was taken in, and its answer was lost: nothing is requested twice unasked. */
export function ArrivedNotice() {
  return (
    <Warning>
      Your earlier try did arrive: it was requested with what the form held then, and is among{" "}
      <Link href="/runs" className="underline underline-offset-2">
        the runs
      </Link>
      . Send the form again to request another with what it holds now.
    </Warning>
  );
}
