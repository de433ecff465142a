import type { Metadata } from "next";
import { RunPage } from "@/components/runs/run-page";
import { Hydrate, load, take, trpc } from "@/server/api/rsc";

type Props = { params: Promise<{ run: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Run ${(await params).run}` };
}

export default async function RunDetailPage({ params }: Props) {
  const { run: runId } = await params;
  const [, log] = await Promise.all([
    load(trpc.runs.get.queryOptions({ runId })),
    take(trpc.runs.logs.queryOptions({ runId })),
  ]);
  return (
    <Hydrate>
      <RunPage runId={runId} initialLines={log ?? []} />
    </Hydrate>
  );
}
