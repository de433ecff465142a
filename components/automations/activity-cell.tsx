import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { editActionHref } from "@/components/actions/builder/action-paths";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AppRouter } from "@/server/api/root";

/** How often an automation ran lately. */
export type Activity = inferRouterOutputs<AppRouter>["automations"]["activity"][number];

/** How often an automation ran, and whether that went wrong, with the way to its history. */
export function ActivityCell({
  activity,
  identifier,
}: {
  activity: Activity | undefined;
  identifier: string;
}) {
  if (!activity) return <span className="text-muted-foreground">No event</span>;
  const { fired, failed, lastFiredAt } = activity;
  return (
    <Link
      href={`${editActionHref(identifier)}?tab=history`}
      className="inline-flex flex-wrap items-center gap-1.5 hover:underline"
    >
      <span className="tabular">
        {fired === 0 ? "Did not run" : fired === 1 ? "Ran once" : `Ran ${fired} times`}
      </span>
      {failed > 0 && (
        <span title="Failed, or stopped as a loop">
          <Badge tone="danger">{failed} failed</Badge>
        </span>
      )}
      {lastFiredAt && (
        <span className="text-muted-foreground text-xs">
          last <RelativeTime value={lastFiredAt} />
        </span>
      )}
    </Link>
  );
}
