import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { AppRouter } from "@/server/api/root";

type RunSummary = inferRouterOutputs<AppRouter>["runs"]["list"]["runs"][number];

/** Runs in short, each with what it acts on, its state and its age. */
export function RunRows({ runs, label }: { runs: readonly RunSummary[]; label: string }) {
  return (
    <ul aria-label={label} className="divide-y">
      {runs.map((run) => (
        <li key={run.id} className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
          <NamedIcon name={run.action.icon} fallback="action" className="text-muted-foreground" />
          <span className="min-w-0 flex-1 basis-48">
            <Link
              data-row-focus
              href={`/runs/${encodeURIComponent(run.id)}`}
              className="block truncate rounded-xs font-medium underline-offset-4 hover:underline"
            >
              {run.action.title}
              {run.target && (
                <span className="text-muted-foreground font-normal">
                  {" "}
                  · {run.target.title ?? run.target.identifier}
                </span>
              )}
            </Link>
          </span>
          <StatusBadge status={run.status} />
          <span className="text-muted-foreground w-28 text-right text-xs max-sm:w-auto">
            <RelativeTime value={run.createdAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
