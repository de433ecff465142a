import type { Metadata } from "next";
import { boardAsk, spanAsk } from "@/components/insights/board-ask";
import { metricsOf } from "@/components/insights/boards";
import { insightParams } from "@/components/insights/insight-params";
import { TEAM_SECTIONS } from "@/components/insights/team/team-metrics";
import { TeamPage } from "@/components/insights/team/team-page";
import { createLoader, type SearchParams } from "@/components/url-state/parsers";
import { Hydrate, load as loadOrNotFound, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Team" };

const load = createLoader(insightParams);

/** One team, all of it. */
export default async function TeamInsights({
  params,
  searchParams,
}: {
  params: Promise<{ team: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const team = decodeURIComponent((await params).team);
  const { range } = await load(searchParams);
  const ask = { ...boardAsk(metricsOf(TEAM_SECTIONS), { range, team }), compare: "peers" as const };
  await loadOrNotFound(trpc.metrics.standing.queryOptions(spanAsk({ range, team })));
  await prefetch(trpc.metrics.values.queryOptions(ask));
  return (
    <Hydrate>
      <TeamPage team={team} />
    </Hydrate>
  );
}
