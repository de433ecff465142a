import { CircleAlert } from "lucide-react";
import Link from "next/link";
import { formatCount } from "@/components/ui/format";
import { entityHref } from "../catalog-types";

export interface BulkFault {
  identifier: string;
  message: string;
}

/** What happened to each entity that a command could not change. */
export function BulkErrors({
  blueprint,
  done,
  errors,
}: {
  blueprint: string;
  /** "12 entities were changed." */
  done: string;
  errors: readonly BulkFault[];
}) {
  return (
    <div role="alert" className="border-danger-border bg-danger-subtle rounded-md border px-3 py-2 text-sm">
      <p className="text-danger flex items-center gap-1.5 font-medium">
        <CircleAlert aria-hidden className="size-4 shrink-0" />
        {formatCount(errors.length)} failed. {done}
      </p>
      <ul className="mt-1.5 grid max-h-60 gap-1 overflow-y-auto">
        {errors.map(({ identifier, message }) => (
          <li key={identifier} className="min-w-0 [overflow-wrap:anywhere]">
            <Link
              href={entityHref(blueprint, identifier)}
              className="font-mono text-xs underline-offset-2 hover:underline"
            >
              {identifier}
            </Link>{" "}
            {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
