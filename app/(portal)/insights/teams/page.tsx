import type { Metadata } from "next";
import { spanAsk } from "@/components/insights/board-ask";
import { insightParams } from "@/components/insights/insight-params";
import { TeamsPage } from "@/components/insights/team/teams-page";
import { createLoader, type SearchParams } from "@/components/url-state/parsers";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Teams" };

const load = createLoader(insightParams);

/** The teams of insights. */
export default async function TeamsInsights({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { range } = await load(searchParams);
  await prefetch(trpc.metrics.teamsOnPlatform.queryOptions(spanAsk({ range, team: "" })));
  return (
    <Hydrate>
      <TeamsPage />
    </Hydrate>
  );
}
