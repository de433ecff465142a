"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { helpHref, helpWords } from "./help-words";

/** Requests for help with a run, for who asked and who answers; nothing while there is none. */
export function RunHelp({ runId }: { runId: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.insights.help.ofRun.queryOptions({ runId }));
  if (!data || data.length === 0) return null;
  return (
    <ul aria-label="Requests for help" className="grid gap-2">
      {data.map(({ id, status, requesterName, mine, openedAt }) => (
        <li key={id} className="flex flex-wrap items-center gap-2 rounded-lg border px-4 py-2.5 text-sm">
          <Badge tone={helpWords[status].tone}>{helpWords[status].label}</Badge>
          <Link className="text-primary-text font-medium hover:underline" href={helpHref(id)}>
            {mine ? "You asked for help" : `${requesterName} asked for help`}
          </Link>
          <span className="text-muted-foreground text-xs">
            <RelativeTime value={openedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
