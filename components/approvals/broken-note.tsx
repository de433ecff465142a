import { TriangleAlert } from "lucide-react";
import type { RunApproval } from "@/components/runs/run-types";

/** Says for good that a run was started without the approval that it needed, by whom and why. */
export function BrokenNote({ broken }: { broken: NonNullable<RunApproval["broken"]> }) {
  return (
    <p
      role="note"
      className="border-danger-border bg-danger-subtle text-danger flex items-start gap-2 rounded-lg border px-4 py-3"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words">
        <strong className="font-semibold">Started without approval</strong> by {broken.name}: {broken.reason}
      </span>
    </p>
  );
}
