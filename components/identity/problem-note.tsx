import { CircleAlert } from "lucide-react";

/** What went wrong at a sign-in. The region is always there, so that what appears in it is announced. */
export function ProblemNote({ problem }: { problem: string | null }) {
  return (
    <div role="alert" className="empty:hidden">
      {problem && (
        <p className="border-danger-border bg-danger-subtle text-danger flex items-start gap-2 rounded-md border px-3 py-2 text-sm text-pretty">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {problem}
        </p>
      )}
    </div>
  );
}
