import type { Metadata } from "next";
import { DataSources } from "@/components/insights/sources/data-sources";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Data sources" };

/** Where the figures of insights come from. */
export default async function DataSourcesPage() {
  await Promise.all([
    prefetch(trpc.insights.sources.queryOptions()),
    prefetch(trpc.insights.settings.queryOptions()),
  ]);
  return (
    <Hydrate>
      <DataSources />
    </Hydrate>
  );
}
