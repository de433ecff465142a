"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { DataTable } from "@/components/data-table/data-table";
import { useShell } from "@/components/shell/shell-context";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { InsightsPage } from "../insights-page";
import { KINDS } from "./kinds";
import { Refusals } from "./refusals";
import { UnknownServices } from "./unknown-services";

// Below the list, each with a form of its own.
const waiting = () => <Skeleton className="h-48" />;
const Upload = dynamic(() => import("./upload").then((module) => module.Upload), { loading: waiting });
const Backfill = dynamic(() => import("./backfill").then((module) => module.Backfill), { loading: waiting });
const SourceSettings = dynamic(() => import("./source-settings").then((module) => module.SourceSettings), {
  loading: waiting,
});
const HowToSend = dynamic(() => import("./how-to-send").then((module) => module.HowToSend), {
  loading: waiting,
});

/** Where the figures come from: who has sent what, what was refused, and how to send more. */
export function DataSources() {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const { data, error, refetch } = useQuery(trpc.insights.sources.queryOptions());
  return (
    <InsightsPage
      current="sources"
      title="Data sources"
      description="What the figures are computed from, and who has sent it."
      filters={false}
    >
      <div className="grid gap-5">
        <DataTable
          label="sources"
          columns={[
            { id: "kind", header: "Kind", priority: 1, cell: (row) => KINDS[row.kind].label },
            { id: "source", header: "Source", priority: 2, cell: (row) => row.source },
            {
              id: "events",
              header: "Events",
              align: "right",
              priority: 2,
              cell: (row) => formatCount(row.events),
            },
            {
              id: "refused",
              header: "Refused",
              align: "right",
              priority: 2,
              cell: (row) => formatCount(row.refused),
            },
            {
              id: "last",
              header: "Last delivery",
              priority: 2,
              cell: (row) => <RelativeTime value={row.lastAt} />,
            },
          ]}
          rows={data?.sources}
          rowId={(row) => `${row.kind} ${row.source}`}
          error={data ? null : error}
          onRetry={() => void refetch()}
          empty={
            <EmptyState title="Nothing has been sent yet">
              Send events by the API, set up a webhook, or upload a file below. Figures appear as soon as
              there are enough.
            </EmptyState>
          }
        />
        {data && (
          <SectionCard title="Matching" description="Of the last 28 days.">
            <ul className="grid gap-1 text-sm">
              <li>
                <span className="tabular font-medium">{formatCount(data.matching.deployments)}</span>{" "}
                production deployments counted, {formatCount(data.matching.withoutCommit)} of them without a
                commit, so no changes can be found in them.
              </li>
              <li>
                <span className="tabular font-medium">{formatCount(data.matching.undeployed)}</span> merged
                changes are in no deployment that is known.
              </li>
            </ul>
          </SectionCard>
        )}
        {viewer.isAdmin && data && (
          <>
            <UnknownServices unknown={data.unknownServices} names={data.names} />
            <Upload />
            <Backfill />
            <Refusals batches={data.refused} />
            <SourceSettings />
          </>
        )}
        <HowToSend />
      </div>
    </InsightsPage>
  );
}
