import type { Metadata } from "next";
import { boardAsk } from "@/components/insights/board-ask";
import { insightParams } from "@/components/insights/insight-params";
import { MetricPage } from "@/components/insights/metric-page";
import { createLoader } from "@/components/url-state/parsers";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Metric" };

const load = createLoader(insightParams);

/** One metric: what it says, how it is computed, and from which events. */
export default async function MetricDetails({
  params,
  searchParams,
}: {
  params: Promise<{ metric: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { metric } = await params;
  const state = await load(searchParams);
  await prefetch(trpc.metrics.values.queryOptions({ ...boardAsk([metric], state), by: "team" }));
  return (
    <Hydrate>
      <MetricPage metric={metric} />
    </Hydrate>
  );
}
