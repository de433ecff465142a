import type { Metadata } from "next";
import { WavePage } from "@/components/surveys/wave-page";
import { Hydrate, load, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Wave of a survey" };

/** One wave: how it stands, or what it says. */
export default async function OneWavePage({ params }: { params: Promise<{ wave: string }> }) {
  const { wave: id } = await params;
  await load(trpc.surveys.results.queryOptions({ id }));
  return (
    <Hydrate>
      <WavePage id={id} />
    </Hydrate>
  );
}
