import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AdoptionDetails } from "@/components/insights/adoption-lazy";
import { boardAsk } from "@/components/insights/board-ask";
import { boardOf, metricsOf } from "@/components/insights/boards";
import { insightParams } from "@/components/insights/insight-params";
import { MetricBoard } from "@/components/insights/metric-board";
import { createLoader } from "@/components/url-state/parsers";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

const load = createLoader(insightParams);

interface Props {
  params: Promise<{ board: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: boardOf((await params).board)?.title ?? "Insights" };
}

/** Metrics that are read together. */
export default async function BoardPage({ params, searchParams }: Props) {
  const board = boardOf((await params).board);
  if (!board) notFound();
  const state = await load(searchParams);
  const sections = (state.preset === "platform" && board.alternative?.sections) || board.sections;
  await prefetch(trpc.metrics.values.queryOptions(boardAsk(metricsOf(sections), state)));
  return (
    <Hydrate>
      <MetricBoard board={board}>{board.id === "adoption" && <AdoptionDetails />}</MetricBoard>
    </Hydrate>
  );
}
