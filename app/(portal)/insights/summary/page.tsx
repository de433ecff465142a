import type { Metadata } from "next";
import { boardAsk, spanAsk } from "@/components/insights/board-ask";
import { insightParams } from "@/components/insights/insight-params";
import { SUMMARY_METRICS } from "@/components/insights/summary/summary-metrics";
import { SummaryPage } from "@/components/insights/summary/summary-page";
import { createLoader, type SearchParams } from "@/components/url-state/parsers";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Executive summary" };

const load = createLoader(insightParams);

/** What leaders read, on one sheet of paper. */
export default async function SummaryInsights({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const state = await load(searchParams);
  await prefetch(
    trpc.metrics.values.queryOptions(boardAsk(SUMMARY_METRICS, state)),
    trpc.metrics.standing.queryOptions(spanAsk(state)),
    trpc.metrics.annotations.queryOptions(spanAsk(state)),
  );
  return (
    <Hydrate>
      <SummaryPage />
    </Hydrate>
  );
}
